namespace CachingHandler.Tool;

/// <summary>What the tool tells the shell.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Something is wrong: damage was found, nothing is stored under the URL, or not all could be removed.</summary>
    public const int Found = 1;

    /// <summary>The tool was asked for what it cannot do: a bad option, or a directory that is no cache.</summary>
    public const int Refused = 2;

    /// <summary>Ctrl+C ended it, as a shell counts a signal; the way a watch ends.</summary>
    public const int Interrupted = 130;
}
