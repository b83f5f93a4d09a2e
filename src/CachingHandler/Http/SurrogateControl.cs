using System.Text;

namespace CachingHandler.Http;

/// <summary>Reads <c>Surrogate-Control</c>, the forerunner of targeted fields: Cache-Control's syntax, and parameters (W3C Edge Architecture §2.2).</summary>
internal static class SurrogateControl
{
    /// <summary>Returns the directives of all lines; null when there is none.</summary>
    /// <remarks>A parameter says whom a directive is meant for, which a cache that is told to obey the field has been told.</remarks>
    public static ResponseDirectives? Read(IEnumerable<string> lines)
    {
        ResponseDirectives? directives = null;
        foreach (var line in lines)
        {
            var plain = WithoutParameters(line);
            if (new DirectiveReader(plain).MoveNext())
            {
                directives = directives.GetValueOrDefault().With(plain);
            }
        }

        return directives;
    }

    // A parameter reaches to the next comma, even where that is in quotes: what follows may restrict, and must not be lost.
    private static string WithoutParameters(string line)
    {
        if (!line.Contains(';', StringComparison.Ordinal))
        {
            return line;
        }

        var plain = new StringBuilder(line.Length);
        var inQuotes = false;
        var inParameter = false;
        foreach (var character in line)
        {
            inParameter = inParameter ? character != ',' : character == ';' && !inQuotes;
            inQuotes ^= character == '"' && !inParameter;
            if (!inParameter)
            {
                plain.Append(character);
            }
        }

        return plain.ToString();
    }
}
