using CachingHandler.Tool;

using var surroundings = Surroundings.OfProcess();

return await HttpCacheTool.RunAsync(args, surroundings).ConfigureAwait(false);
