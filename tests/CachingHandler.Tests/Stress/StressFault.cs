namespace CachingHandler.Tests.Stress;

/// <summary>What the stressed origin's connections break with.</summary>
internal sealed class StressFault() : HttpIOException(HttpRequestError.ResponseEnded, "The connection broke, as it was told to.");
