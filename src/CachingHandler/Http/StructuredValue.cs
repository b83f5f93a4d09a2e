namespace CachingHandler.Http;

/// <summary>One value of a structured field, without its parameters (RFC 9651 §3).</summary>
internal readonly struct StructuredValue
{
    private readonly object? _content;
    private readonly long _number;

    private StructuredValue(StructuredType type, object? content = null, long number = 0)
    {
        Type = type;
        _content = content;
        _number = number;
    }

    /// <summary>Gets what the value is.</summary>
    public StructuredType Type { get; }

    /// <summary>Gets the number; null when the value is no Integer.</summary>
    public long? AsInteger => Type == StructuredType.Integer ? _number : null;

    /// <summary>Gets the truth; null when the value is no Boolean.</summary>
    public bool? AsBoolean => Type == StructuredType.Boolean ? _number != 0 : null;

    /// <summary>Gets the text, its escapes resolved; null when the value is no String.</summary>
    public string? AsString => Type == StructuredType.String ? (string?)_content : null;

    /// <summary>Gets the word; null when the value is no Token.</summary>
    public string? AsToken => Type == StructuredType.Token ? (string?)_content : null;

    /// <summary>Gets the members; null when the value is no Inner List.</summary>
    public IReadOnlyList<StructuredValue>? AsInnerList => (IReadOnlyList<StructuredValue>?)(_content as List<StructuredValue>);

    /// <summary>Returns a value of which only the type is kept.</summary>
    public static StructuredValue Of(StructuredType type) => new(type);

    /// <summary>Returns an Integer.</summary>
    public static StructuredValue Of(long number) => new(StructuredType.Integer, number: number);

    /// <summary>Returns a Boolean.</summary>
    public static StructuredValue Of(bool truth) => new(StructuredType.Boolean, number: truth ? 1 : 0);

    /// <summary>Returns a String or a Token.</summary>
    public static StructuredValue Of(StructuredType type, string text) => new(type, text);

    /// <summary>Returns an Inner List.</summary>
    public static StructuredValue Of(List<StructuredValue> members) => new(StructuredType.InnerList, members);
}
