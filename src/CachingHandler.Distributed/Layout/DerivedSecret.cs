using System.Security.Cryptography;
using System.Text;

namespace CachingHandler.Storage;

/// <summary>Makes secrets for one purpose each from the application's.</summary>
internal static class DerivedSecret
{
    /// <summary>Returns 32 bytes that say nothing of the secret, nor of those for other purposes.</summary>
    public static byte[] Of(byte[] secret, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, secret, SharedSecret.Length, info: Encoding.ASCII.GetBytes("CachingHandler.Distributed " + purpose));
}
