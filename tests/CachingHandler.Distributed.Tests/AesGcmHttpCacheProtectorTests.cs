using System.Buffers;
using CachingHandler.Storage;

namespace CachingHandler.Distributed.Tests;

public sealed class AesGcmHttpCacheProtectorTests
{
    private static readonly byte[] Old = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] New = [.. Enumerable.Repeat((byte)2, 32)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void Unprotect_WhatWasProtected_GivesTheContent(int length)
    {
        var protector = new AesGcmHttpCacheProtector(Old);
        var content = Enumerable.Range(0, length).Select(number => (byte)number).ToArray();

        var value = Protect(protector, content, "name");

        Assert.Equal(content, Unprotect(protector, value, "name"));
        Assert.True(length < 100 || value.AsSpan().IndexOf(content.AsSpan(0, 16)) < 0);
    }

    [Fact]
    public void Protect_Twice_GivesOtherBytes() =>
        Assert.NotEqual(Protect(new(Old), [1, 2, 3], "name"), Protect(new(Old), [1, 2, 3], "name"));

    [Fact]
    public void Unprotect_UnderAnotherName_IsNull() => Assert.Null(Unprotect(new(Old), Protect(new(Old), [1, 2, 3], "name"), "other"));

    [Fact]
    public void Unprotect_AnyByteChanged_IsNull()
    {
        var protector = new AesGcmHttpCacheProtector(Old);
        var value = Protect(protector, [1, 2, 3], "name");

        Assert.All(Enumerable.Range(0, value.Length), position =>
        {
            var changed = value.ToArray();
            changed[position] ^= 1;
            Assert.Null(Unprotect(protector, changed, "name"));
        });
    }

    [Fact]
    public void Unprotect_CutAnywhere_IsNull()
    {
        var protector = new AesGcmHttpCacheProtector(Old);
        var value = Protect(protector, [1, 2, 3], "name");

        Assert.All(Enumerable.Range(0, value.Length), length => Assert.Null(Unprotect(protector, value[..length], "name")));
    }

    [Fact]
    public void Unprotect_AfterRotation_KnowsTheOldKeyUntilItIsTakenOut()
    {
        var value = Protect(new(Old), [1, 2, 3], "name");

        Assert.Equal([1, 2, 3], Unprotect(new(New, Old), value, "name"));
        Assert.Null(Unprotect(new(New), value, "name"));
    }

    [Fact]
    public void Protect_AfterRotation_TakesTheNewKey()
    {
        var value = Protect(new(New, Old), [1, 2, 3], "name");

        Assert.Equal([1, 2, 3], Unprotect(new(New), value, "name"));
        Assert.Null(Unprotect(new(Old), value, "name"));
    }

    [Fact]
    public void Create_KeyChangedAfterwards_IsNotChanged()
    {
        byte[] key = [.. Old];
        var protector = new AesGcmHttpCacheProtector(key);
        key[0] = 99;

        Assert.Equal([1, 2, 3], Unprotect(new(Old), Protect(protector, [1, 2, 3], "name"), "name"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(33)]
    public void Create_KeyOfAnotherLength_Throws(int length)
    {
        Assert.Throws<ArgumentException>(() => new AesGcmHttpCacheProtector(new byte[length]));
        Assert.Throws<ArgumentException>(() => new AesGcmHttpCacheProtector(Old, new byte[length]));
    }

    [Fact]
    public async Task Protect_FromManyThreads_IsSafe()
    {
        var protector = new AesGcmHttpCacheProtector(Old);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() => Assert.All(
            Enumerable.Range(0, 200),
            number => Assert.Equal<IEnumerable<byte>>([(byte)number], Unprotect(protector, Protect(protector, [(byte)number], $"{thread}"), $"{thread}"))))));
    }

    private static byte[] Protect(AesGcmHttpCacheProtector protector, byte[] content, string name)
    {
        var output = new ArrayBufferWriter<byte>();
        protector.Protect(content, System.Text.Encoding.ASCII.GetBytes(name), output);

        return output.WrittenSpan.ToArray();
    }

    private static byte[]? Unprotect(AesGcmHttpCacheProtector protector, byte[] value, string name)
    {
        var output = new ArrayBufferWriter<byte>();

        return protector.TryUnprotect(value, System.Text.Encoding.ASCII.GetBytes(name), output) ? output.WrittenSpan.ToArray() : null;
    }
}
