using System.CommandLine;
using Spectre.Console;

namespace CachingHandler.Tool.Commands;

/// <summary><c>watch</c>: tells what comes, goes and is used, until it is interrupted.</summary>
internal static class WatchCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var interval = Numbers.Option("--interval", "Look every so many seconds.", 0.1m, 3600m, 1m);
        var command = CacheCommand.Create("watch", "Watch what comes, goes and is used.", surroundings, async (reader, options, cancellationToken) =>
        {
            var watch = new Watch(reader, surroundings.TimeProvider, TimeSpan.FromSeconds((double)options.GetValue(interval)));
            if (options.GetValue(HttpCacheTool.JsonOption))
            {
                await watch.RunAsync(changes => changes.ForEach(change => WriteJson(surroundings, change)), cancellationToken).ConfigureAwait(false);
            }
            else if (surroundings.IsTerminal)
            {
                await ShowAsync(surroundings, watch, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await watch.RunAsync(changes => changes.ForEach(change => WriteLine(surroundings, change)), cancellationToken).ConfigureAwait(false);
            }

            return ExitCodes.Done;
        });
        command.Options.Add(interval);

        return command;
    }

    private static Task ShowAsync(Surroundings surroundings, Watch watch, CancellationToken cancellationToken)
    {
        var screen = new WatchScreen(surroundings, watch);

        return surroundings.Terminal.Live(screen.Render()).Overflow(VerticalOverflow.Crop).StartAsync(live => watch.RunAsync(
            changes =>
            {
                screen.Add(changes);
                live.UpdateTarget(screen.Render());
            },
            cancellationToken));
    }

    private static void WriteLine(Surroundings surroundings, CacheChange change)
    {
        surroundings.Out.WriteLine(string.Join(
            '\t',
            Times.Text(change.At),
            WatchScreen.Word(change.Kind),
            SafeText.Of(change.Row.Uri),
            FormattableString.Invariant($"{change.Row.Status}"),
            FormattableString.Invariant($"{change.Row.Size}")));
    }

    private static void WriteJson(Surroundings surroundings, CacheChange change) => EntryJson.Write(
        surroundings,
        json =>
        {
            EntryJson.Time(json, "time", change.At);
            json.WriteString("event", WatchScreen.Word(change.Kind));
            EntryJson.Row(json, change.Row, change.At);
        },
        isLine: true);
}
