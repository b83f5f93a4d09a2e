using Microsoft.Extensions.Configuration;

namespace CachingHandler.DependencyInjection;

/// <summary>A part of the configuration that is bound to the options of one client.</summary>
/// <param name="Client">The client's name; null for all clients.</param>
/// <param name="Configuration">The section, or all of the configuration.</param>
internal sealed record BoundSection(string? Client, IConfiguration Configuration)
{
    /// <summary>Tells whether this section is the one at a path, or lies below it.</summary>
    public bool IsAtOrBelow(string path) => Configuration is IConfigurationSection section
        && (section.Path.Equals(path, StringComparison.OrdinalIgnoreCase)
            || section.Path.StartsWith(path + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase));
}
