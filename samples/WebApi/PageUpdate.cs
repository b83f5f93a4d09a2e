namespace WebApi;

/// <summary>An event of the page's stream.</summary>
/// <param name="IsWhole">Whether the exchanges are all there are to show, the latest first, or one that is new, or none.</param>
/// <param name="Exchanges">The exchanges.</param>
/// <param name="State">How things stand.</param>
internal sealed record PageUpdate(bool IsWhole, IReadOnlyList<Exchange> Exchanges, PageState State);
