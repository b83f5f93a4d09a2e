using CachingHandler.Conformance;

if (args is not [var package, ..] || !File.Exists(Path.Combine(package, "cli.mjs")))
{
    Console.Error.WriteLine("usage: CachingHandler.Conformance <directory of the npm package http-cache-tests>");
    return 2;
}

using var suite = new Suite(Path.GetFullPath(package));
var tests = await suite.TestsAsync();
var origin = await suite.StartOriginAsync();
var scores = await Task.WhenAll(Configuration.All.Select(configuration => configuration.RunAsync(suite, tests, origin)));
foreach (var (configuration, score) in Configuration.All.Zip(scores))
{
    Console.WriteLine($"{configuration.Name}");
    foreach (var kind in new[] { "required", "optimal", "check" })
    {
        var counted = tests.Where(test => test.Kind == kind && score.Of(test) != Outcome.Untested
            && (!test.IsCdnOnly || configuration.Kind == CachingHandler.HttpCacheKind.Shared)).ToList();
        var good = counted.Count(test => score.Of(test) is Outcome.Pass or Outcome.Yes);
        Console.WriteLine($"  {kind,-9} {good,4} of {counted.Count}");
        if (kind != "check")
        {
            foreach (var test in counted.Where(test => score.Of(test) is not Outcome.Pass))
            {
                Console.WriteLine($"    {score.Of(test),-16} {test.Id,-50} {score.MessageOf(test)}");
            }
        }
    }
}

return 0;
