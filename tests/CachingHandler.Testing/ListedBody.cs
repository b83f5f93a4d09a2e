using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>A stored body of given bytes that has to be read; tells whether it was disposed.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="atMost">How many bytes it gives at once, as a slow medium would.</param>
/// <param name="inMemory">Whether it shows its memory.</param>
public sealed class ListedBody(byte[] bytes, int atMost = int.MaxValue, bool inMemory = false) : StoredBody
{
    public bool IsDisposed { get; private set; }

    public override long Length => bytes.Length;

    public override bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = inMemory ? bytes : default(ReadOnlyMemory<byte>);

        return inMemory;
    }

    public override int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var rest = bytes.AsSpan((int)Math.Min(offset, bytes.Length));
        var count = Math.Min(Math.Min(rest.Length, destination.Length), atMost);
        rest[..count].CopyTo(destination);

        return count;
    }

    public override async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();

        return Read(offset, destination.Span);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
