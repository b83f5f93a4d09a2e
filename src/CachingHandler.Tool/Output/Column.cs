namespace CachingHandler.Tool;

/// <summary>A column of a table.</summary>
/// <param name="Title">What it is headed with.</param>
/// <param name="IsRight">Whether its cells stand on the right, as numbers do.</param>
/// <param name="DropRank">When a narrow terminal does without it: the highest first; zero never.</param>
/// <param name="IsFlexible">Whether its cells are cut where there is no room for them; true for one column of a table.</param>
/// <param name="MaximumWidth">How wide it may become, in cells of the terminal.</param>
internal sealed record Column(
    string Title, bool IsRight = false, int DropRank = 0, bool IsFlexible = false, int MaximumWidth = int.MaxValue);
