using System.CommandLine;
using CachingHandler.Storage;

namespace CachingHandler.Tool.Commands;

/// <summary>What all commands begin with.</summary>
internal static class CacheCommand
{
    /// <summary>Makes a command over a cache.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="surroundings">What it reads and writes.</param>
    /// <param name="run">Does it; returns one of <see cref="ExitCodes"/>.</param>
    public static Command Create(
        string name,
        string description,
        Surroundings surroundings,
        Func<DiskHttpCacheReader, ParseResult, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description);
        command.SetAction((options, cancellationToken) =>
            run(CacheDirectory.Open(options, surroundings.CurrentDirectory), options, cancellationToken));

        return command;
    }
}
