using System.Text;
using Spectre.Console;

namespace CachingHandler.Tool;

/// <summary>What a run of the tool reads from and writes to.</summary>
internal sealed class Surroundings : IDisposable
{
    /// <summary>Gets where answers go as bytes.</summary>
    public required Stream Output { get; init; }

    /// <summary>Gets where answers go as text; flushes at once, so that both can be used in turn.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Gets where complaints and remarks go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Gets where a confirmation comes from.</summary>
    public required TextReader In { get; init; }

    /// <summary>Gets the terminal, which writes to <see cref="Out"/>.</summary>
    public required IAnsiConsole Terminal { get; init; }

    /// <summary>Gets a value indicating whether somebody looks at the answers.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>Gets a value indicating whether somebody can answer a question.</summary>
    public required bool CanAsk { get; init; }

    /// <summary>Gets the directory in which the tool was started.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>Gets the clock.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Returns those of the process.</summary>
    public static Surroundings OfProcess()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (!Console.IsOutputRedirected)
        {
            Console.OutputEncoding = encoding;
        }

        var output = Console.OpenStandardOutput();
        var text = new StreamWriter(output, encoding) { AutoFlush = true };

        return new Surroundings
        {
            Output = output,
            Out = text,
            Error = Console.Error,
            In = Console.In,
            Terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text) }),
            IsTerminal = !Console.IsOutputRedirected,
            CanAsk = !Console.IsInputRedirected,
            CurrentDirectory = Environment.CurrentDirectory,
            TimeProvider = TimeProvider.System,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Out.Dispose();
        Output.Dispose();
    }
}
