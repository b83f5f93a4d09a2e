using System.Net.Http.Headers;

namespace CachingHandler.Interop.Client;

/// <summary>The field lines of a message, their text untouched.</summary>
public sealed class FieldLines
{
    private readonly ILookup<string, string> _values;

    public FieldLines(params HttpHeaders?[] headers) =>
        _values = headers
            .Where(each => each is not null)
            .SelectMany(each => each!.NonValidated)
            .SelectMany(field => field.Value, (field, value) => (field.Key, Value: value))
            .ToLookup(line => line.Key, line => line.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the value of a field, its lines joined; null when it is absent.</summary>
    public string? this[string name] => _values.Contains(name) ? string.Join(", ", _values[name]) : null;
}
