namespace CachingHandler.DependencyInjection;

/// <summary>Takes the name of a type apart.</summary>
internal static class PascalCase
{
    /// <summary>Returns the words of a name, without digits and what is after the first backtick; <c>ApiKey</c> and <c>OAuth</c> are one word.</summary>
    public static List<string> WordsOf(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 1; i <= name.Length && name[start] != '`'; i++)
        {
            if (i < name.Length && !Begins(name, i))
            {
                continue;
            }

            Add(words, name[start..i].Trim('_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
            start = Math.Min(i, name.Length - 1);
        }

        return words;
    }

    // The last letter of a run of capitals belongs to the next word, as in JWTHandler.
    private static bool Begins(string name, int index) =>
        !char.IsLower(name[index]) && !char.IsAsciiDigit(name[index])
        && (!char.IsUpper(name[index - 1]) || !char.IsUpper(name[index])
            || (index + 1 < name.Length && char.IsLower(name[index + 1])));

    private static void Add(List<string> words, string word)
    {
        if (word.Length == 0)
        {
            return;
        }

        if (words.Count > 0 && (words[^1], word) is ("Api", "Key") or ("O", "Auth"))
        {
            words[^1] += word;
        }
        else
        {
            words.Add(word);
        }
    }
}
