using System.Text;
using System.Text.Json;

namespace CachingHandler.Tool.Tests;

/// <summary>What a run of the tool has said.</summary>
/// <param name="ExitCode">To the shell.</param>
/// <param name="Output">To the output, byte for byte.</param>
/// <param name="Error">To the error output.</param>
internal sealed record Answer(int ExitCode, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output);

    public string[] Lines => [.. Text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public JsonElement[] JsonOf(string array) => [.. Json.GetProperty(array).EnumerateArray()];

    /// <summary>Returns the URIs of an array of the JSON document.</summary>
    public string[] UrisOf(string array) => [.. JsonOf(array).Select(item => item.GetProperty("uri").GetString() ?? "none")];
}
