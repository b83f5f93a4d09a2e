using System.Runtime.InteropServices;
using CachingHandler.Http;

namespace CachingHandler;

/// <summary>What came back from the origin, and when.</summary>
/// <param name="Message">The response, not yet the caller's.</param>
/// <param name="Head">Its head as a value.</param>
/// <param name="RequestTime">When the request was sent (RFC 9111 §4.2.3).</param>
/// <param name="ResponseTime">When the head was received.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OriginAnswer(
    HttpResponseMessage Message, ResponseHead Head, DateTimeOffset RequestTime, DateTimeOffset ResponseTime);
