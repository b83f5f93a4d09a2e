using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CachingHandler.Benchmarks.Bodies;

/// <summary>How the origin answers a request.</summary>
/// <param name="Length">The length of the body, in bytes.</param>
internal sealed record BodyTraits(long Length)
{
    /// <summary>Gets how long the origin pauses between two pieces of 64 KB.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Gets how long the origin waits before the header.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Gets a value indicating whether the connection of the first answer breaks half-way.</summary>
    public bool BreaksOff { get; init; }

    public static BodyTraits Parse(IQueryCollection query) => new(Number(query, "length"))
    {
        Pause = TimeSpan.FromMilliseconds(Number(query, "pause")),
        Wait = TimeSpan.FromMilliseconds(Number(query, "wait")),
        BreaksOff = Number(query, "breaks") == 1,
    };

    /// <summary>Returns the query that asks for it.</summary>
    public string ToQuery() =>
        $"?length={Length}&pause={Pause.TotalMilliseconds}&wait={Wait.TotalMilliseconds}&breaks={(BreaksOff ? 1 : 0)}";

    private static long Number(IQueryCollection query, string name) => long.Parse(query[name].ToString(), CultureInfo.InvariantCulture);
}
