using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace CachingHandler.Storage;

/// <summary>Encrypts and authenticates values with AES-256-GCM, each with a key of its own that is derived from a main key.</summary>
/// <remarks>
/// <para>Each value has a random salt of 128 bits, from which HMAC-SHA-256 derives its key, and a random nonce of 96 bits. So there is no
/// number of values after which a main key has to be changed: a salt and a nonce would have to repeat together.</para>
/// <para>To rotate the keys, put the new one first and the old one behind it, in every process; what the old one has protected stays
/// readable until it is taken out, which is a miss from then on. While processes have different first keys, each must know the
/// other's, or they do not read what the other writes.</para>
/// <para>A value begins with a fingerprint of its main key: the first eight bytes of a hash of a key that is random.</para>
/// <para>Safe for concurrent use.</para>
/// </remarks>
public sealed class AesGcmHttpCacheProtector : IHttpCacheProtector
{
    /// <summary>The length of a main key, in bytes.</summary>
    public const int KeyLength = 32;

    private const byte FormatVersion = 1;
    private const int FingerprintLength = 8;
    private const int SaltLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int SaltOffset = 1 + FingerprintLength;
    private const int NonceOffset = SaltOffset + SaltLength;
    private const int TagOffset = NonceOffset + NonceLength;
    private const int FrontLength = TagOffset + TagLength;

    private readonly MainKey[] _keys;

    /// <summary>Creates a protector.</summary>
    /// <param name="key">The main key with which values are protected; <see cref="KeyLength"/> random bytes, which are copied.</param>
    /// <param name="olderKeys">Main keys with which values may still be protected.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A key has another length.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform has no AES-GCM, as in a browser.</exception>
    public AesGcmHttpCacheProtector(byte[] key, params IEnumerable<byte[]> olderKeys)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(olderKeys);
        if (!AesGcm.IsSupported)
        {
            throw new PlatformNotSupportedException("This platform has no AES-GCM; protect the values by an IHttpCacheProtector of your own.");
        }

        _keys = [.. olderKeys.Prepend(key).Select(static each => new MainKey(each))];
    }

    /// <inheritdoc/>
    public void Protect(ReadOnlySpan<byte> content, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var length = FrontLength + content.Length;
        var destination = output.GetSpan(length)[..length];
        destination[0] = FormatVersion;
        _keys[0].Fingerprint.CopyTo(destination[1..]);
        RandomNumberGenerator.Fill(destination[SaltOffset..TagOffset]);
        using var cipher = _keys[0].CipherFor(destination[SaltOffset..NonceOffset]);
        cipher.Encrypt(
            destination[NonceOffset..TagOffset], content, destination[FrontLength..], destination[TagOffset..FrontLength], name);
        output.Advance(length);
    }

    /// <inheritdoc/>
    public bool TryUnprotect(ReadOnlySpan<byte> protectedContent, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (protectedContent.Length < FrontLength || protectedContent[0] != FormatVersion || KeyOf(protectedContent) is not { } key)
        {
            return false;
        }

        var length = protectedContent.Length - FrontLength;
        using var cipher = key.CipherFor(protectedContent[SaltOffset..NonceOffset]);
        try
        {
            cipher.Decrypt(
                protectedContent[NonceOffset..TagOffset],
                protectedContent[FrontLength..],
                protectedContent[TagOffset..FrontLength],
                output.GetSpan(length)[..length],
                name);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        output.Advance(length);

        return true;
    }

    private MainKey? KeyOf(ReadOnlySpan<byte> protectedContent)
    {
        foreach (var key in _keys)
        {
            if (protectedContent.Slice(1, FingerprintLength).SequenceEqual(key.Fingerprint))
            {
                return key;
            }
        }

        return null;
    }

    private sealed class MainKey
    {
        // Between the two uses of a key, and whatever else somebody uses it for.
        private static readonly byte[] ForFingerprint = Encoding.ASCII.GetBytes("CachingHandler.Distributed fingerprint 1");
        private static readonly byte[] ForValues = Encoding.ASCII.GetBytes("CachingHandler.Distributed value 1");

        private readonly byte[] _key;
        private readonly byte[] _fingerprint;

        public MainKey(byte[] key)
        {
            if (key is not { Length: KeyLength })
            {
                throw new ArgumentException($"A key of {key?.Length ?? 0} bytes was given; it must have {KeyLength} random bytes.", nameof(key));
            }

            _key = [.. key];
            _fingerprint = HMACSHA256.HashData(_key, ForFingerprint)[..FingerprintLength];
        }

        public ReadOnlySpan<byte> Fingerprint => _fingerprint;

        public AesGcm CipherFor(ReadOnlySpan<byte> salt)
        {
            Span<byte> derivedFrom = stackalloc byte[ForValues.Length + SaltLength];
            ForValues.CopyTo(derivedFrom);
            salt.CopyTo(derivedFrom[ForValues.Length..]);
            Span<byte> derived = stackalloc byte[KeyLength];
            HMACSHA256.HashData(_key, derivedFrom, derived);
            var cipher = new AesGcm(derived, TagLength);
            CryptographicOperations.ZeroMemory(derived);

            return cipher;
        }
    }
}
