using System.Text.Json;
using CachingHandler.Storage;

namespace CachingHandler.Tool;

/// <summary>Writes JSON for scripts; README.md documents the shapes.</summary>
/// <remarks>The writer escapes whatever is not ASCII, so that a terminal may show it.</remarks>
internal static class EntryJson
{
    private static readonly JsonWriterOptions OneDocument = new() { Indented = true, NewLine = "\n" };
    private static readonly JsonWriterOptions OneLine = new() { Indented = false };

    /// <summary>Writes one document to the output.</summary>
    /// <param name="surroundings">Has the output.</param>
    /// <param name="write">Writes the members of the outermost object.</param>
    /// <param name="isLine">Whether the document is one line of several.</param>
    public static void Write(Surroundings surroundings, Action<Utf8JsonWriter> write, bool isLine = false)
    {
        using (var json = new Utf8JsonWriter(surroundings.Output, isLine ? OneLine : OneDocument))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        surroundings.Out.Write('\n');
    }

    /// <summary>Writes an array of objects.</summary>
    public static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes what is told of an entry in a list.</summary>
    public static void Row(Utf8JsonWriter json, EntryRow row, DateTimeOffset now)
    {
        json.WriteString("uri", row.Uri);
        json.WriteString("method", row.Method);
        json.WriteString("partition", row.Partition);
        json.WriteNumber("status", row.Status);
        json.WriteNumber("size", row.Size);
        json.WriteNumber("bodyLength", row.BodyLength);
        Time(json, "stored", row.Stored);
        Time(json, "lastUsed", row.LastUsed);
        Time(json, "freshUntil", row.FreshUntil);
        json.WriteString("freshness", Name(row.FreshnessAt(now)));
        json.WriteString("etag", row.ETag);
        json.WriteString("lastModified", row.LastModified);
        json.WriteString("file", row.File.Path);
    }

    /// <summary>Writes the rest of what is stored with an entry.</summary>
    public static void Details(Utf8JsonWriter json, StoredResponse response)
    {
        json.WriteString("reasonPhrase", response.ReasonPhrase);
        json.WriteString("httpVersion", response.Version.ToString());
        Time(json, "requested", response.RequestTime);
        Time(json, "discardAfter", response.DiscardAfter);
        json.WriteBoolean("outdated", response.IsOutdated);
        json.WriteBoolean("partial", response.Part is not null);
        Fields(json, "selectingFields", response.SelectingFields);
        Fields(json, "fields", response.Fields.Select(static field => KeyValuePair.Create<string, string?>(field.Key, field.Value)));
        json.WriteStartArray("groups");
        foreach (var (note, _) in response.Groups)
        {
            json.WriteStringValue(note.Uri);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a time of UTC, or null.</summary>
    public static void Time(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known.UtcDateTime);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Name(EntryFreshness freshness) => freshness switch
    {
        EntryFreshness.Fresh => "fresh",
        EntryFreshness.Stale => "stale",
        _ => "unknown",
    };

    private static void Fields(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string?>> fields) =>
        Array(json, name, fields, field =>
        {
            json.WriteString("name", field.Key);
            json.WriteString("value", field.Value);
        });
}
