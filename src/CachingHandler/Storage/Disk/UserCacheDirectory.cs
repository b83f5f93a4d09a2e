using System.Reflection;

namespace CachingHandler.Storage;

/// <summary>Finds where the user's system keeps what programs can do without.</summary>
internal static class UserCacheDirectory
{
    /// <summary>Returns the application's own directory below it; null when the user has no home, as in some containers.</summary>
    /// <remarks>
    /// A directory in the shared temporary one is no substitute: whoever makes it first can put responses into it.
    /// </remarks>
    public static string? Find() => Of(ApplicationName());

    /// <summary>Returns the directory of another application; null when the user has no home.</summary>
    /// <param name="application">The application's name, as its directory bears it.</param>
    public static string? Of(string application) => Base() is { } directory ? Path.Combine(directory, application, "http-cache") : null;

    private static string? Base()
    {
        if (OperatingSystem.IsWindows())
        {
            return NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData));
        }

        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } cacheHome && Path.IsPathFullyQualified(cacheHome))
        {
            return cacheHome;
        }

        var home = NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

        return home is null ? null : Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
    }

    private static string ApplicationName()
    {
        var name = Assembly.GetEntryAssembly()?.GetName().Name ?? AppDomain.CurrentDomain.FriendlyName;

        return string.Concat(name.Select(letter => Path.GetInvalidFileNameChars().Contains(letter) ? '_' : letter));
    }

    private static string? NullIfEmpty(string path) => path.Length == 0 ? null : path;
}
