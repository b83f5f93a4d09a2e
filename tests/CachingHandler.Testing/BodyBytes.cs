namespace CachingHandler.Testing;

/// <summary>Bodies whose every byte follows from their id, so that a mixture of two cannot pass for one.</summary>
public static class BodyBytes
{
    public static byte[] Of(Guid bodyId, int length)
    {
        var bytes = new byte[length];
        new Random(bodyId.GetHashCode()).NextBytes(bytes);

        return bytes;
    }
}
