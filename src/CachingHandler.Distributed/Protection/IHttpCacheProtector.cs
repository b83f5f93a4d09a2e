using System.Buffers;

namespace CachingHandler.Storage;

/// <summary>Protects what a <see cref="DistributedHttpCacheStore"/> writes from those who can read or write its medium.</summary>
/// <remarks>
/// Members are safe for concurrent use. The name under which a value lies is authenticated with it, so that a value which is
/// copied to another name is none. That an older value is put back under the same name cannot be told.
/// </remarks>
public interface IHttpCacheProtector
{
    /// <summary>Protects a value.</summary>
    /// <param name="content">The value.</param>
    /// <param name="name">The name under which it will lie; authenticated, not stored.</param>
    /// <param name="output">Where the protected value goes.</param>
    public void Protect(ReadOnlySpan<byte> content, ReadOnlySpan<byte> name, IBufferWriter<byte> output);

    /// <summary>Undoes the protection.</summary>
    /// <param name="protectedContent">What lies in the medium, whoever put it there.</param>
    /// <param name="name">The name under which it lies.</param>
    /// <param name="output">Where the value goes.</param>
    /// <returns>False when it was not protected under this name with a key that is known; what has been written then counts for nothing.</returns>
    /// <remarks>Never throws for what the bytes are.</remarks>
    public bool TryUnprotect(ReadOnlySpan<byte> protectedContent, ReadOnlySpan<byte> name, IBufferWriter<byte> output);
}
