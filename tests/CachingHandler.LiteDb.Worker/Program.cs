using System.Globalization;
using CachingHandler.LiteDb.Worker;
using CachingHandler.Storage;

// Modes: "keep" stores and removes responses until it is killed, and tells of each by a line; "hold" has the database open
// until its input ends; "try" stores a response and tells whether it was taken and is found.
var (mode, path, seed) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));

await using var store = new LiteDbHttpCacheStore(path);
switch (mode)
{
    case "keep":
        await Keeping.GoOnAsync(store, seed);
        break;

    case "hold":
        Console.Out.WriteLine(await Keeping.TryPutAsync(store, seed, number: 0) ? "stored" : "refused");
        Console.In.ReadToEnd();
        break;

    case "try":
        var isStored = await Keeping.TryPutAsync(store, seed, number: 0);
        var found = await store.FindAsync(Keeping.KeyOf(seed, 0), CancellationToken.None);
        Console.Out.WriteLine(FormattableString.Invariant($"stored={isStored} found={found.Count}"));
        break;

    default:
        throw new ArgumentException($"There is no mode '{mode}'.", nameof(args));
}
