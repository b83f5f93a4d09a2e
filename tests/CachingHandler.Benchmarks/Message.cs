namespace CachingHandler.Benchmarks;

/// <summary>Puts fields on a response the way anyone would by hand.</summary>
internal static class Message
{
    public static void AddFields(
        HttpResponseMessage response,
        ReadOnlySpan<KeyValuePair<string, string>> messageFields,
        ReadOnlySpan<KeyValuePair<string, string>> contentFields)
    {
        foreach (var (name, value) in messageFields)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, value) in contentFields)
        {
            response.Content.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
