using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CachingHandler.Testing;

/// <summary>Chooses the bytes that a request asks a <see cref="KestrelOrigin"/> for, by ASP.NET's own readers (RFC 9110 §14.2).</summary>
internal static class RangeSelection
{
    /// <summary>Returns the first byte asked for and the number of them; null when the whole is.</summary>
    /// <returns>No byte at all, when the document has none of those asked for.</returns>
    public static (int First, int Length)? Of(HttpRequest request, HttpResponse response, int length)
    {
        var isAsked = HttpMethods.IsGet(request.Method)
            && RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var ranges)
            && ranges is { Unit.Value: "bytes", Ranges.Count: 1 }
            && IsInRange(request, response);
        if (!isAsked)
        {
            return null;
        }

        var range = RangeHeaderValue.Parse(request.Headers.Range.ToString()).Ranges.Single();
        var first = range.From ?? Math.Max(0, length - range.To!.Value);
        var last = range.From is null ? length - 1 : Math.Min(range.To ?? long.MaxValue, length - 1);

        return first <= last ? ((int)first, (int)(last - first + 1)) : (0, 0);
    }

    private static bool IsInRange(HttpRequest request, HttpResponse response) =>
        !RangeConditionHeaderValue.TryParse(request.Headers.IfRange.ToString(), out var condition)
        || (condition.EntityTag is { IsWeak: false } tag && tag.ToString() == response.Headers.ETag)
        || (condition.EntityTag is null && request.Headers.IfRange == response.Headers.LastModified);
}
