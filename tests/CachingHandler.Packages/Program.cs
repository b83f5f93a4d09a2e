using CachingHandler.Packages;

// With a commit, the packages were built where the repository has a remote: they name it, and where their sources are.
if (args is not [var directory, .. var rest] || rest.Length > 1)
{
    Console.Error.WriteLine("usage: CachingHandler.Packages <directory> [<commit>]");

    return 2;
}

var packages = Directory.GetFiles(directory, "*.nupkg");
var faults = packages.SelectMany(path => new Inspection(path, rest.FirstOrDefault()).Faults()).ToList();
if (packages.Length == 0)
{
    faults.Add($"There is no package in {directory}.");
}

foreach (var line in packages.Select(path => $"looked into {Path.GetFileName(path)}").Concat(faults))
{
    Console.WriteLine(line);
}

return faults.Count == 0 ? 0 : 1;
