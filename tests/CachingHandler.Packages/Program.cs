using CachingHandler.Packages;

switch (args)
{
    // With a commit, the packages were built where the repository has a remote: they name it, and where their sources are.
    case ["inspect", var directory]:
        return Tell(directory, path => new Inspection(path, commit: null).Faults());
    case ["inspect", var directory, var commit]:
        return Tell(directory, path => new Inspection(path, commit).Faults());
    case ["compare", var directory, var other]:
        return Tell(directory, path => Comparison.Of(path, Path.Combine(other, Path.GetFileName(path))));
    default:
        Console.Error.WriteLine("usage: CachingHandler.Packages inspect <directory> [<commit>] | compare <directory> <directory>");

        return 2;
}

static int Tell(string directory, Func<string, IReadOnlyList<string>> look)
{
    var packages = Directory.GetFiles(directory, "*.nupkg");
    var faults = packages.Length == 0 ? [$"There is no package in {directory}."] : packages.SelectMany(look).ToList();
    foreach (var line in packages.Select(path => $"looked into {Path.GetFileName(path)}").Concat(faults))
    {
        Console.WriteLine(line);
    }

    return faults.Count == 0 ? 0 : 1;
}
