namespace CachingHandler.DependencyInjection;

/// <summary>The handlers of which an application has said that they stand where they should.</summary>
internal sealed class SuppressedWarnings
{
    private readonly List<Type> _types = [];

    /// <summary>Adds a type of handlers, and with it those derived from it.</summary>
    public void Add(Type type) => _types.Add(type);

    /// <summary>Tells whether a handler is of one of the types.</summary>
    public bool Has(HttpMessageHandler handler) => _types.Exists(type => type.IsInstanceOfType(handler));
}
