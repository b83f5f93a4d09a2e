namespace CachingHandler.Tests;

public sealed class PartitionMemoTests
{
    private readonly PartitionMemo _memo = new();

    [Fact]
    public void Find_WhatWasAdded_IsItsPartition()
    {
        var added = _memo.Add("Authorization", "Bearer a", "private#1");

        Assert.Equal("private#1", added);
        Assert.Equal("private#1", _memo.Find("Authorization", "Bearer a"));
    }

    [Theory]
    [InlineData("Authorization", "Bearer b")]
    [InlineData("Authorization", "bearer a")]
    [InlineData("X-Api-Token", "Bearer a")]
    public void Find_AnotherCredential_IsNone(string kind, string text)
    {
        _memo.Add("Authorization", "Bearer a", "private#1");

        Assert.Null(_memo.Find(kind, text));
    }

    [Fact]
    public void Add_MoreThanTheCapacity_ForgetsTheOthers()
    {
        for (var number = 0; number <= PartitionMemo.Capacity; number++)
        {
            _memo.Add("Authorization", $"Bearer {number}", $"private#{number}");
        }

        Assert.Null(_memo.Find("Authorization", "Bearer 0"));
        Assert.Equal($"private#{PartitionMemo.Capacity}", _memo.Find("Authorization", $"Bearer {PartitionMemo.Capacity}"));
    }

    [Fact]
    public void Add_TextLongerThanTheMaximum_IsNotRemembered()
    {
        var text = new string('a', PartitionMemo.MaximumLength + 1);

        _memo.Add("Cookie", text, "private#1");

        Assert.Null(_memo.Find("Cookie", text));
    }
}
