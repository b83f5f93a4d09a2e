using System.CommandLine;
using CachingHandler.Storage;

namespace CachingHandler.Tool;

/// <summary>The options that say which directory is meant, and the look whether it is a cache.</summary>
internal static class CacheDirectory
{
    /// <summary>The directory itself.</summary>
    public static readonly Option<string?> DirectoryOption = new("--directory", "-d")
    {
        Description = "The directory of the cache. Default: the current directory.",
        HelpName = "path",
        Recursive = true,
    };

    /// <summary>The application whose default directory is meant.</summary>
    public static readonly Option<string?> ApplicationOption = new("--application", "-a")
    {
        Description = "The application whose cache in the user's cache directory is meant.",
        HelpName = "name",
        Recursive = true,
    };

    /// <summary>Opens the directory for reading.</summary>
    /// <exception cref="RefusalException">It is no cache.</exception>
    public static DiskHttpCacheReader Open(ParseResult options, string currentDirectory)
    {
        var isChosen = options.GetValue(DirectoryOption) is not null || options.GetValue(ApplicationOption) is not null;
        var path = PathOf(options, currentDirectory);
        if (!Directory.Exists(path))
        {
            throw new RefusalException(File.Exists(path)
                ? $"'{path}' is a file; a cache is a directory."
                : $"There is no directory '{path}'.");
        }

        var reader = new DiskHttpCacheReader(path);
        try
        {
            if (reader.IsCache())
            {
                return reader;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException($"The directory '{path}' cannot be read: {exception.Message}");
        }

        throw new RefusalException(
            $"The directory '{path}' is not a cache: {WhyNot(path)}. " + (isChosen
                ? "Give the directory that the application's DiskHttpCacheStore has."
                : $"Give one with --directory, or an application with --application.{Known()}"));
    }

    private static string PathOf(ParseResult options, string currentDirectory)
    {
        var (directory, application) = (options.GetValue(DirectoryOption), options.GetValue(ApplicationOption));
        if (directory is not null && application is not null)
        {
            throw new RefusalException("Give --directory or --application, not both: each says which cache is meant.");
        }

        if (string.IsNullOrWhiteSpace(directory) && directory is not null)
        {
            throw new RefusalException("--directory is empty; it must be the path of a directory.");
        }

        try
        {
            if (application is not null)
            {
                return DiskHttpCacheReader.UserCacheDirectoryOf(application)
                    ?? throw new RefusalException("The user has no home directory, so --application has no place to look; give --directory.");
            }

            return Path.GetFullPath(directory ?? currentDirectory, currentDirectory);
        }
        catch (ArgumentException) when (application is not null)
        {
            throw new RefusalException($"--application is '{application}'; it must be the name of an application, without a path.");
        }
        catch (ArgumentException)
        {
            throw new RefusalException($"--directory is '{directory}'; it must be the path of a directory.");
        }
    }

    private static string WhyNot(string path)
    {
        if (!Directory.EnumerateFileSystemEntries(path).Any())
        {
            return "it is empty";
        }

        return Directory.Exists(Path.Join(path, "v1"))
            ? "its directory 'v1' holds neither entries nor a secret"
            : "it holds no directory 'v1'";
    }

    // A suggestion is worth no failure.
    private static string Known()
    {
        try
        {
            var applications = Path.GetDirectoryName(Path.GetDirectoryName(DiskHttpCacheStore.UserCacheDirectory));
            var names = new DirectoryInfo(applications!).EnumerateDirectories().Select(static directory => directory.Name)
                .Where(static name => new DiskHttpCacheReader(DiskHttpCacheReader.UserCacheDirectoryOf(name)!).IsCache())
                .Order(StringComparer.Ordinal).ToList();

            return names.Count == 0 ? string.Empty : $" These have one: {string.Join(", ", names)}.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return string.Empty;
        }
    }
}
