using Xunit.v3;

namespace CachingHandler.Testing;

/// <summary>Names the section of RFC 5861 that a test holds the code to; filter with the trait <c>rfc5861</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class Rfc5861Attribute(string section) : Attribute, ITraitAttribute
{
    public string Section { get; } = section;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("rfc5861", Section)];
}
