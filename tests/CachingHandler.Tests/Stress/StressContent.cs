using System.Net;

namespace CachingHandler.Tests.Stress;

/// <summary>A body that comes in pieces and with pauses, and may break off; tells its origin when it is disposed.</summary>
internal sealed class StressContent(StressOrigin origin, StressBody body, int first, int end, int? breaksAt, bool isDeclared) : HttpContent
{
    private int _isDisposed;

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        new Pieces(this).CopyTo(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        new Pieces(this).CopyToAsync(stream, cancellationToken);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => new Pieces(this);

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new Pieces(this));

    protected override bool TryComputeLength(out long length)
    {
        length = end - first;

        return isDeclared;
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            origin.Closed();
        }

        base.Dispose(disposing);
    }

    private sealed class Pieces(StressContent content) : Stream
    {
        private int _position = content.First;
        private int _readers;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            Thread.Sleep(content.Origin.Pause());

            return Next(buffer);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            content.Origin.Check(Interlocked.Increment(ref _readers) == 1, "Two read one connection at once.");
            try
            {
                if (content.Origin.Pause() is > 0 and var pause)
                {
                    await Task.Delay(pause, cancellationToken);
                }

                return Next(buffer.Span);
            }
            finally
            {
                Interlocked.Decrement(ref _readers);
            }
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Next(Span<byte> buffer)
        {
            ObjectDisposedException.ThrowIf(content.IsDisposed, content);
            if (_position >= content.BreaksAt)
            {
                throw new StressFault();
            }

            var count = Math.Min(content.Origin.Piece(buffer.Length), Math.Min(content.End, content.BreaksAt) - _position);
            content.Body.CopyTo(buffer[..count], _position);
            _position += count;

            return count;
        }
    }

    private StressOrigin Origin => origin;

    private StressBody Body => body;

    private int First => first;

    private int End => end;

    private int BreaksAt => breaksAt ?? int.MaxValue;

    private bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;
}
