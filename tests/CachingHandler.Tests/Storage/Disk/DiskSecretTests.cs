using CachingHandler.Storage;

namespace CachingHandler.Tests.Storage;

public sealed class DiskSecretTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string SecretFile => _directory.Below("v1", "secret");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Secret_NotAskedFor_MakesNoFile()
    {
        using var store = new DiskHttpCacheStore(_directory.Path);

        Assert.Empty(_directory.Files());
    }

    [Fact]
    public void Secret_InANewStore_IsTheSame()
    {
        using var earlier = new DiskHttpCacheStore(_directory.Path);
        using var later = new DiskHttpCacheStore(_directory.Path);

        Assert.Equal(earlier.Secret.ToArray(), later.Secret.ToArray());
        Assert.Equal(earlier.Secret.ToArray(), File.ReadAllBytes(SecretFile));
        Assert.Equal([SecretFile], _directory.Files());
    }

    [Fact]
    public void Secret_InAnotherDirectory_IsAnother()
    {
        using var one = new DiskHttpCacheStore(_directory.Below("one"));
        using var two = new DiskHttpCacheStore(_directory.Below("two"));

        Assert.NotEqual(one.Secret.ToArray(), two.Secret.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Secret_FileOfAnotherLength_IsReplaced(int length)
    {
        Directory.CreateDirectory(_directory.Below("v1"));
        File.WriteAllBytes(SecretFile, new byte[length]);
        using var store = new DiskHttpCacheStore(_directory.Path);

        var secret = store.Secret.ToArray();

        Assert.Equal(32, secret.Length);
        Assert.Equal(secret, File.ReadAllBytes(SecretFile));
        Assert.Equal([SecretFile], _directory.Files());
    }

    [Fact]
    public async Task Secret_AskedForByManyStoresAtOnce_IsTheSame()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => new DiskHttpCacheStore(_directory.Path)).ToArray();

        var secrets = await Task.WhenAll(stores.Select(store => Task.Run(() => Convert.ToHexString(store.Secret.Span))));

        Assert.Single(secrets.Distinct(StringComparer.Ordinal));
        Assert.Equal([SecretFile], _directory.Files());
    }

    [Fact]
    public void Secret_DirectoryThatCannotBeMade_LivesAsLongAsTheStore()
    {
        File.WriteAllText(_directory.Below("file"), "in the way");
        using var store = new DiskHttpCacheStore(_directory.Below("file", "cache"));

        var secret = store.Secret.ToArray();

        Assert.Equal(32, secret.Length);
        Assert.Equal(secret, store.Secret.ToArray());
    }
}
