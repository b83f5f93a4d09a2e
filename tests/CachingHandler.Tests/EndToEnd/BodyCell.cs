using System.Text;

namespace CachingHandler.Tests.EndToEnd;

/// <summary>One body, how it is framed and how it ends the first time; later requests get all of it.</summary>
internal sealed class BodyCell(string framing, string ending, int length)
{
    public const string ETag = "\"v1\"";

    private static int _paths;

    public string Framing => framing;

    public string Ending => ending;

    public string Path { get; } = $"/{Interlocked.Increment(ref _paths)}";

    /// <summary>Gets a JSON string, so that it can be read in every way.</summary>
    public byte[] Body { get; } = Encoding.ASCII.GetBytes(
        $"\"{string.Concat(Enumerable.Range(0, length / 6).Select(index => $"{index:x6}"))}\"");

    public int Half => Body.Length / 2;

    /// <summary>Gets a value indicating whether it ends only when all has been sent.</summary>
    public bool IsComplete => ending == "complete" || (ending, framing) == ("over-long", "length");

    /// <summary>Gets what is set when the first half has been sent for the first time.</summary>
    public TaskCompletionSource HalfSent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets what the origin waits for then.</summary>
    public TaskCompletionSource MayGoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the <c>Range</c> of the latest request.</summary>
    public string? Range { get; set; }

    public ReadOnlyMemory<byte> FirstHalf => Body.AsMemory(0, Half);

    public ReadOnlyMemory<byte> SecondHalf => Body.AsMemory(Half);

    /// <summary>Returns where the range begins that is asked for; null when all is.</summary>
    public int? FirstByte(string? range, string? ifRange)
    {
        Range = range;

        return range is not null && ifRange == ETag ? int.Parse(range["bytes=".Length..^1]) : null;
    }

    public Task HalfwayAsync()
    {
        HalfSent.TrySetResult();

        return MayGoOn.Task;
    }
}
