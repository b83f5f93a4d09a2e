using System.CommandLine;
using CachingHandler.Tool.Commands;

namespace CachingHandler.Tool;

/// <summary>The tool: reads the command line and runs the command.</summary>
internal static class HttpCacheTool
{
    /// <summary>Writes JSON in the place of tables.</summary>
    public static readonly Option<bool> JsonOption = new("--json")
    {
        Description = "Write one JSON document (watch: one line an event).",
        Recursive = true,
    };

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="surroundings">What is read and written.</param>
    /// <param name="cancellationToken">Ends the command, as Ctrl+C does.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Surroundings surroundings, CancellationToken cancellationToken = default)
    {
        var options = Root(surroundings).Parse(arguments);
        if (options.Errors.Count == 0)
        {
            return await RunAsync(options, surroundings, cancellationToken).ConfigureAwait(false);
        }

        foreach (var error in options.Errors)
        {
            surroundings.Error.WriteLine(SafeText.Of(error.Message));
        }

        surroundings.Error.WriteLine("'http-cache --help' shows the commands, 'http-cache COMMAND --help' their options.");

        return ExitCodes.Refused;
    }

    private static async Task<int> RunAsync(ParseResult options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = surroundings.Out,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
            };

            return await options.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusalException refusal)
        {
            surroundings.Error.WriteLine(SafeText.Of(refusal.Message));

            return ExitCodes.Refused;
        }
        catch (OperationCanceledException)
        {
            // By the token, or by Ctrl+C, which System.CommandLine turns into one of its own.
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever reads the answer has gone, or the disk fails while the tool reads.
            surroundings.Error.WriteLine(SafeText.Of(exception.Message));

            return ExitCodes.Found;
        }
    }

    private static RootCommand Root(Surroundings surroundings) => new("Looks into the caches that CachingHandler keeps on disk.")
    {
        CacheDirectory.DirectoryOption,
        CacheDirectory.ApplicationOption,
        JsonOption,
        LsCommand.Create(surroundings),
        ShowCommand.Create(surroundings),
        StatsCommand.Create(surroundings),
        PurgeCommand.Create(surroundings),
        VerifyCommand.Create(surroundings),
        WatchCommand.Create(surroundings),
    };
}
