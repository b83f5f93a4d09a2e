using CachingHandler.Http;
using CachingHandler.Policy;

namespace CachingHandler.Tests.Policy;

/// <summary>
/// Headers far larger than any transport lets through; a walk of quadratic length would not end within the suite's patience.
/// </summary>
public sealed class HostileHeaderTests
{
    private const int Many = 200_000;

    [Fact]
    public void Vary_OfManyLines_IsJoinedInOrder()
    {
        var head = Head(Enumerable.Range(0, Many).Select(number => ("Vary", $"n{number}")));

        Assert.StartsWith("n0, n1, n2", head.Vary);
        Assert.EndsWith($"n{Many - 1}", head.Vary);
    }

    [Fact]
    public void Connection_ThatNominatesAllOfManyFields_LeavesTheOthers()
    {
        var names = string.Join(',', Enumerable.Range(0, Many).Select(number => $"X-{number}"));
        var head = Head(Enumerable.Range(0, Many).Select(number => ($"X-{number}", "1"))
            .Prepend(("Connection", names))
            .Append(("ETag", "\"1\"")));

        var storable = StorableFields.EndToEnd(head);

        Assert.Equal(["ETag"], storable.Select(line => line.Key));
    }

    [Fact]
    [Testing.Rfc9111("3.2")]
    public void Merge_OfManyFieldsWithMany_TakesTheUpdates()
    {
        var stored = Fields(Enumerable.Range(0, Many).Select(number => ($"X-{number}", "old")));
        var update = Fields(Enumerable.Range(1, Many).Select(number => ($"x-{number}", "new")));

        var merged = Validation.Merge(stored, update);

        Assert.Equal(Many + 1, merged.Count);
        Assert.Equal("old", Assert.Single(merged, line => line.Value == "old").Value);
    }

    private static ResponseHead Head(IEnumerable<(string Name, string Value)> fields) => new(200, Fields(fields), Policies.Now);

    private static HeaderFields Fields(IEnumerable<(string Name, string Value)> fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
