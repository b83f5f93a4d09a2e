using System.Globalization;

namespace CachingHandler.Tool;

/// <summary>Numbers of things in sentences.</summary>
internal static class Counted
{
    /// <summary>Returns a number and the name of what is counted, in the plural unless it is one.</summary>
    /// <param name="number">The number.</param>
    /// <param name="one">The name of one, whose plural ends with <c>s</c>, or with <c>ies</c> for <c>y</c>.</param>
    public static string Of(long number, string one) =>
        $"{number.ToString("N0", CultureInfo.InvariantCulture)} {(number == 1 ? one : Plural(one))}";

    private static string Plural(string one) => one.EndsWith('y') ? one[..^1] + "ies" : one + "s";
}
