using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace CachingHandler.Packages;

/// <summary>Looks into a package: what a user, a program that shows packages and a debugger need is in it, and nothing of the machine that built it.</summary>
/// <param name="path">The package; its symbols lie beside it.</param>
/// <param name="commit">What it was built from, where the repository has a remote; null where it has none.</param>
internal sealed class Inspection(string path, string? commit)
{
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private readonly string _name = Path.GetFileName(path);

    /// <summary>Returns what is wrong with it, a sentence each.</summary>
    public List<string> Faults()
    {
        using var package = ZipFile.OpenRead(path);
        var faults = OfMetadata(package).ToList();
        var symbolsPath = Path.ChangeExtension(path, ".snupkg");
        if (!File.Exists(symbolsPath))
        {
            return [.. faults, $"{_name} has no symbol package."];
        }

        using var symbols = ZipFile.OpenRead(symbolsPath);
        var own = package.Entries.Where(IsOwnAssembly).ToList();
        if (own.Count == 0)
        {
            faults.Add($"{_name} has no assembly of ours.");
        }

        return [.. faults, .. own.SelectMany(assembly => OfAssembly(package, symbols, assembly))];
    }

    private static bool IsOwnAssembly(ZipArchiveEntry entry) => entry.Name.EndsWith(".dll", StringComparison.Ordinal)
        && (entry.Name.StartsWith("CachingHandler", StringComparison.Ordinal) || entry.Name == "http-cache.dll");

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);

        return copy.ToArray();
    }

    private IEnumerable<string> OfMetadata(ZipArchive package)
    {
        var nuspec = package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal));
        var metadata = XElement.Parse(Encoding.UTF8.GetString(Read(nuspec)).TrimStart('\uFEFF')).Elements().First();
        XElement? Element(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);

        foreach (var name in new[] { "id", "version", "authors", "description", "copyright", "tags", "license", "readme", "repository" })
        {
            if (Element(name) is null)
            {
                yield return $"{_name} has no <{name}>.";
            }
        }

        if (Element("license") is not { Value: "MIT" } license || (string?)license.Attribute("type") != "expression")
        {
            yield return $"{_name} does not give its licence as the expression MIT.";
        }

        if (Element("readme") is { Value: var readme } && package.GetEntry(readme) is not { Length: > 1000 })
        {
            yield return $"{_name} has a readme of no use.";
        }

        if (commit is not null && Element("repository") is var repository
            && ((string?)repository?.Attribute("commit") != commit || (string?)repository.Attribute("url") is null))
        {
            yield return $"{_name} does not say where its repository is.";
        }
    }

    private IEnumerable<string> OfAssembly(ZipArchive package, ZipArchive symbols, ZipArchiveEntry assembly)
    {
        var subject = $"{_name}: {assembly.Name}";
        if (package.GetEntry(Path.ChangeExtension(assembly.FullName, ".xml")) is null)
        {
            yield return $"{subject} has no documentation.";
        }

        if (symbols.GetEntry(Path.ChangeExtension(assembly.FullName, ".pdb")) is not { } symbolFile)
        {
            yield return $"{subject} has no symbols.";
            yield break;
        }

        using var executable = new PEReader(ImmutableArray.Create(Read(assembly)));
        var directory = executable.ReadDebugDirectory();
        if (directory.All(entry => entry.Type != DebugDirectoryEntryType.Reproducible))
        {
            yield return $"{subject} is not built deterministically.";
        }

        var codeView = executable.ReadCodeViewDebugDirectoryData(directory.First(entry => entry.Type == DebugDirectoryEntryType.CodeView));
        if (codeView.Path != $"{Path.GetFileNameWithoutExtension(assembly.Name)}.pdb" && !codeView.Path.StartsWith("/_/", StringComparison.Ordinal))
        {
            yield return $"{subject} has a path of the machine that built it: {codeView.Path}";
        }

        using var provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableArray.Create(Read(symbolFile)));
        var pdb = provider.GetMetadataReader();
        if (new BlobContentId(pdb.DebugMetadataHeader!.Id).Guid != codeView.Guid)
        {
            yield return $"{subject} has the symbols of another build.";
        }

        foreach (var fault in OfSymbols(pdb))
        {
            yield return $"{subject} {fault}";
        }
    }

    private IEnumerable<string> OfSymbols(MetadataReader pdb)
    {
        foreach (var handle in pdb.Documents)
        {
            var document = pdb.GetString(pdb.GetDocument(handle).Name);
            if (!document.StartsWith("/_/", StringComparison.Ordinal))
            {
                yield return $"names a source by a path of the machine that built it: {document}";
            }
            else if (document.Contains("/artifacts/", StringComparison.Ordinal) && Custom(pdb, handle, EmbeddedSource) is null)
            {
                yield return $"lacks a source that was made in the build: {document}";
            }
        }

        var link = Custom(pdb, EntityHandle.ModuleDefinition, SourceLink);
        if (commit is not null && link?.Contains($"/{commit}/", StringComparison.Ordinal) != true)
        {
            yield return $"does not say where its sources are: {link ?? "no SourceLink"}";
        }
    }

    private static string? Custom(MetadataReader pdb, EntityHandle parent, Guid kind) =>
        pdb.GetCustomDebugInformation(parent).Select(pdb.GetCustomDebugInformation)
            .Where(information => pdb.GetGuid(information.Kind) == kind)
            .Select(information => Encoding.UTF8.GetString(pdb.GetBlobBytes(information.Value)))
            .FirstOrDefault();
}
