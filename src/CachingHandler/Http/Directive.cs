namespace CachingHandler.Http;

/// <summary>One cache directive, in whichever syntax it came (RFC 9111 §5.2, RFC 9213 §2.1).</summary>
internal readonly ref struct Directive
{
    /// <summary>Gets the name.</summary>
    public ReadOnlySpan<char> Name { get; init; }

    /// <summary>Gets a value indicating whether it is written as its syntax demands; one that permits counts only then.</summary>
    public bool IsWellFormed { get; init; }

    /// <summary>Gets a value indicating whether an argument follows the name, readable or not.</summary>
    public bool HasArgument { get; init; }

    /// <summary>Gets the argument as a duration; null when it is none, or malformed.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the argument without its quotes, where it has them; empty where not.</summary>
    public ReadOnlySpan<char> Quoted { get; init; }

    /// <summary>Returns a directive of a targeted field (RFC 9213 §2.1).</summary>
    public static Directive Of(string name, StructuredValue value) => new()
    {
        Name = name,
        IsWellFormed = true,
        HasArgument = value.Type != StructuredType.Boolean,
        Duration = value.AsInteger is { } seconds ? DeltaSeconds.Of(seconds) : null,
        Quoted = value.AsString,
    };
}
