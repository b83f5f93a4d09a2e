namespace CachingHandler.Diagnostics;

/// <summary>The names of the tags on metrics and activities; the only place where they are spelled.</summary>
/// <remarks>Those without the cache's own prefix are OpenTelemetry's semantic conventions for HTTP.</remarks>
internal static class TelemetryTags
{
    public const string Outcome = "cachinghandler.outcome";
    public const string Reason = "cachinghandler.reason";
    public const string NotStored = "cachinghandler.not_stored";
    public const string Stored = "cachinghandler.stored";
    public const string Candidates = "cachinghandler.candidates";
    public const string Operation = "cachinghandler.operation";
    public const string Result = "cachinghandler.result";
    public const string Store = "cachinghandler.store";
    public const string ErrorType = "error.type";
    public const string RequestMethod = "http.request.method";
    public const string StatusCode = "http.response.status_code";
    public const string Url = "url.full";

    // A method of an application's own would be one more time series each, and is text from outside.
    private const string OtherMethod = "_OTHER";

    private static readonly HttpMethod[] Known =
    [
        HttpMethod.Get, HttpMethod.Head, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch,
        HttpMethod.Options, HttpMethod.Trace, HttpMethod.Connect, HttpMethod.Query,
    ];

    /// <summary>Returns the name of a method, or the word for any that is not known.</summary>
    public static string Of(HttpMethod method) => Array.Find(Known, known => known == method)?.Method ?? OtherMethod;
}
