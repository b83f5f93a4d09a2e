using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>Names an entry's file in 48 bytes.</summary>
/// <param name="Hash">The hash of its key.</param>
/// <param name="Variant">The variant's name as a number; zero for the file under the key's plain name, <see cref="Note"/> for a note's.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EntryId(KeyHash Hash, UInt128 Variant)
{
    /// <summary>Gets what stands in the place of a variant for the cache's own notes, which have none.</summary>
    public static UInt128 Note => UInt128.MaxValue;

    /// <summary>Gets which of the shards the file is in; 0 to 255.</summary>
    public int Shard => (int)(byte)(Hash.High >> 120);

    /// <summary>Reads an id from the path of an entry.</summary>
    /// <returns>False when no entry has such a path.</returns>
    public static bool TryParse(ReadOnlySpan<char> path, out EntryId id)
    {
        id = default;
        var name = Path.GetFileName(path);
        var parent = Path.GetFileName(Path.GetDirectoryName(path));
        if (EntryNames.IsPlain(name))
        {
            id = new(HashOf(name), EntryNames.IsNotes(parent) ? Note : UInt128.Zero);

            return true;
        }

        if (!EntryNames.IsVariant(name) || !EntryNames.IsVariants(parent))
        {
            return false;
        }

        id = new(HashOf(parent[..^EntryNames.VariantsSuffix.Length]), NumberOf(name));

        return true;
    }

    /// <summary>Returns the path of the file.</summary>
    /// <param name="root">The root of the layout.</param>
    public string PathBelow(string root)
    {
        var name = Hash.ToString();
        var shard = name.AsSpan(0, EntryNames.ShardLength);

        if (Variant == Note)
        {
            return Path.Join(root, string.Concat(EntryNames.NotesPrefix, shard), name);
        }

        return Variant == UInt128.Zero
            ? Path.Join(root, shard, name)
            : Path.Join(Path.Join(root, shard, name) + EntryNames.VariantsSuffix, Variant.ToString("x32", CultureInfo.InvariantCulture));
    }

    private static KeyHash HashOf(ReadOnlySpan<char> hex) =>
        new(NumberOf(hex[..EntryNames.VariantLength]), NumberOf(hex[EntryNames.VariantLength..]));

    private static UInt128 NumberOf(ReadOnlySpan<char> hex)
    {
        Span<byte> bytes = stackalloc byte[EntryNames.VariantLength / 2];
        Convert.FromHexString(hex, bytes, out _, out _);

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
