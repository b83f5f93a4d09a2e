using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>What a caller received, read to its end.</summary>
internal sealed record Received(
    int Status, byte[] Bytes, HttpCacheResult Result, long? Length, IReadOnlyList<(string Name, string Value)> Fields)
{
    public HttpCacheOutcome Outcome => Result.Outcome;

    public HttpCacheReason Reason => Result.Reason;

    /// <summary>Gets the values of the lines with this name.</summary>
    public IEnumerable<string> this[string name] =>
        from field in Fields where field.Name.Equals(name, StringComparison.OrdinalIgnoreCase) select field.Value;

    public static async Task<Received> OfAsync(HttpResponseMessage response)
    {
        var fields = Messages.Lines(response);
        var length = response.Content.Headers.ContentLength;
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);

        return new Received(
            (int)response.StatusCode,
            copy.ToArray(),
            Assert.IsType<HttpCacheResult>(response.GetHttpCacheResult()),
            length,
            fields);
    }
}
