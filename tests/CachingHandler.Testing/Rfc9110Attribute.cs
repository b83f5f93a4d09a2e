using Xunit.v3;

namespace CachingHandler.Testing;

/// <summary>Names the section of RFC 9110 that a test holds the code to; filter with the trait <c>rfc9110</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class Rfc9110Attribute(string section) : Attribute, ITraitAttribute
{
    public string Section { get; } = section;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("rfc9110", Section)];
}
