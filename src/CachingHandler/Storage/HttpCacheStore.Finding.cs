namespace CachingHandler.Storage;

public abstract partial class HttpCacheStore
{
    /// <summary>Gets what <see cref="FindAsync"/> returns, itself and no copy, when the medium cannot be asked: empty, and not to be taken for nothing.</summary>
    /// <remarks>
    /// A request takes it as a miss; memory in front of the store goes on with what it has. For a store whose medium can be away for
    /// long, and which says so by itself; an exception says the same, and is logged for each request.
    /// </remarks>
    protected internal static IReadOnlyList<StoredResponse> Unknown { get; } = Array.AsReadOnly<StoredResponse>([]);

    /// <summary>Gets a value indicating whether memory in front of the store may go on with a response that the store did not take.</summary>
    /// <value>
    /// The default is true: such a response is of use for as long as it is right. Where it is false, what the store does not have when it is
    /// asked is gone from memory, too: that another process has removed it can be seen in no other way.
    /// </value>
    /// <remarks>Asked each time that a response has been looked for; answers at once.</remarks>
    protected internal virtual bool AllowsMemoryAlone => true;

    /// <summary>Returns a head with its body, where the store has read both together, for <see cref="FindAsync"/> to return.</summary>
    /// <param name="head">The head.</param>
    /// <param name="body">The body, undamaged; it lies in memory (<see cref="StoredBody.TryGetMemory"/>), and needs no disposal.</param>
    /// <returns>The head, to be returned in the place of the other.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>Memory in front of the store takes the body over; else the head comes back to <see cref="OpenBodyAsync"/> with it.</remarks>
    protected static StoredResponse WithBody(StoredResponse head, StoredBody body)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(body);

        return head.With(body);
    }

    /// <summary>Returns the body that the store has read together with a head.</summary>
    /// <param name="head">A head that the store returned.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="head"/> is null.</exception>
    protected static StoredBody? BodyOf(StoredResponse head)
    {
        ArgumentNullException.ThrowIfNull(head);

        return head.AttachedBody;
    }
}
