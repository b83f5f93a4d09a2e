using Xunit.v3;

namespace CachingHandler.Testing;

/// <summary>Names the section of RFC 9211 that a test holds the code to; filter with the trait <c>rfc9211</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class Rfc9211Attribute(string section) : Attribute, ITraitAttribute
{
    public string Section { get; } = section;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("rfc9211", Section)];
}
