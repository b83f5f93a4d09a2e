namespace CachingHandler.Interop.Client;

/// <summary>A request as it left the cache, and the head of what the server answered.</summary>
/// <param name="Status">The answer's status code; zero when there was no answer.</param>
/// <param name="Asked">The request's fields.</param>
/// <param name="Answered">The answer's fields.</param>
public sealed record WireExchange(int Status, FieldLines Asked, FieldLines Answered);
