using System.Globalization;
using CachingHandler.Storage;
using CachingHandler.StoreWorker;

// Modes: "hammer" works off a number of steps, "update" gives one response a number of heads, "forever" goes on until it is killed,
// "handles" runs out of file handles, "permission" loses the right to its directory.
// Each step is told by a line; the last line of a mode that ends says how many responses had other bytes than were stored.
var (mode, directory, seed, steps) =
    (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));

await using var store = new DiskHttpCacheStore(directory, new() { MaximumSize = Work.Budget });
var work = new Work(store, new Random(seed));
switch (mode)
{
    case "hammer":
        for (var step = 0; step < steps; step++)
        {
            await work.StepAsync();
        }

        break;

    case "forever":
        while (true)
        {
            await work.StepAsync();
            Console.Out.WriteLine("step");
        }

    case "update":
        for (var step = 0; step < steps; step++)
        {
            await work.UpdateAsync(Work.KeyOf(1));
        }

        break;

    case "permission" when !OperatingSystem.IsWindows():
        await work.LosePermissionAsync(directory);
        break;

    case "handles":
        await work.RunOutOfHandlesAsync(directory);
        break;

    default:
        throw new ArgumentException($"There is no mode '{mode}'.", nameof(args));
}

Console.Out.WriteLine(FormattableString.Invariant($"read={work.Read} wrong={work.Wrong}"));

return work.Wrong == 0 ? 0 : 1;
