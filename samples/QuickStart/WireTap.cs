using System.Net;

namespace QuickStart;

/// <summary>Measures what comes over the wire. It stands below the cache, so a request that the cache answers never gets here.</summary>
internal sealed class WireTap : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<Reading> Key = new("QuickStart.Reading");

    /// <summary>Measures a request that is about to be sent; the cache passes its options on.</summary>
    public static Reading Watch(HttpRequestMessage request)
    {
        var reading = new Reading();
        request.Options.Set(Key, reading);

        return reading;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Options.TryGetValue(Key, out var reading))
        {
            // Buffered to be counted; without the tap the body passes through the cache as it arrives.
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            reading.Status = response.StatusCode;
            reading.BodyBytes += response.Content.Headers.ContentLength ?? 0;
        }

        return response;
    }

    internal sealed class Reading
    {
        /// <summary>Gets or sets the last status received; null when none was.</summary>
        public HttpStatusCode? Status { get; set; }

        public long BodyBytes { get; set; }
    }
}
