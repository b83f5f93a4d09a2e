using System.Reflection;

namespace CachingHandler.Testing;

/// <summary>Compares the public surface of an assembly with the text that was approved for it.</summary>
public static class PublicApi
{
    private const string AcceptVariable = "CACHINGHANDLER_ACCEPT_API";

    /// <summary>Fails unless the surface is the text of <paramref name="file"/>, a path from the root of the source tree.</summary>
    public static void Approve(Assembly assembly, string file)
    {
        var path = Path.Combine(SourceTree.Root, file);
        var surface = PublicSurface.Of(assembly);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(path, surface);
        }

        var approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : string.Empty;
        var differences = surface.Split('\n').Except(approved.Split('\n')).Select(line => "+ " + line)
            .Concat(approved.Split('\n').Except(surface.Split('\n')).Select(line => "- " + line));

        Assert.True(
            surface == approved,
            $"The public surface of {assembly.GetName().Name} is not the one in {file}. If it is meant to change, run this "
            + $"test with {AcceptVariable}=1, which rewrites the file, and commit that.\n{string.Join('\n', differences)}");
    }
}
