namespace CachingHandler.DependencyInjection;

/// <summary>Finds the name that was most likely meant by a misspelled one.</summary>
internal static class NearestName
{
    // No option has a longer name, and what comes from outside is not to decide how much there is to compute.
    private const int LongestName = 64;

    /// <summary>Returns the nearest of the names; null when a third or more of each would have to change.</summary>
    public static string? Of(string misspelled, IEnumerable<string> names) => misspelled.Length > LongestName
        ? null
        : names.Select(name => (Name: name, Distance: Distance(misspelled.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(static candidate => candidate.Distance * 3 <= candidate.Name.Length)
            .OrderBy(static candidate => candidate.Distance)
            .FirstOrDefault().Name;

    // How many letters are to be inserted, removed or replaced (Levenshtein); one row of the table at a time.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
