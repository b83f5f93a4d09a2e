using System.Security.Cryptography;

namespace CachingHandler.Storage;

/// <summary>The secret of a disk store: random, kept in its directory, the same for every process that uses it.</summary>
/// <remarks>Safe for concurrent use. Where it cannot be kept it lives as long as the process.</remarks>
internal sealed class DiskSecret(EntryPaths paths)
{
    private const int Length = 32;

    private readonly Lock _gate = new();
    private byte[]? _value;

    /// <summary>Gets the secret; the first call reads or makes its file.</summary>
    public ReadOnlyMemory<byte> Value
    {
        get
        {
            if (Volatile.Read(ref _value) is { } known)
            {
                return known;
            }

            lock (_gate)
            {
                Volatile.Write(ref _value, _value ?? ReadOrMake());
            }

            return _value;
        }
    }

    private byte[] ReadOrMake()
    {
        var path = Path.Join(paths.Root, EntryNames.Secret);
        var made = RandomNumberGenerator.GetBytes(Length);
        try
        {
            if (TryRead(path) is { } kept)
            {
                return kept;
            }

            Write(path, made);

            // Whoever was last, all read the same file now.
            return TryRead(path) ?? made;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return made;
        }
    }

    private static byte[]? TryRead(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = File.OpenHandle(path);
        var bytes = new byte[Length + 1];

        return RandomAccess.Read(file, bytes, 0) == Length ? bytes[..Length] : null;
    }

    // A file of another length is a left-over of a crash and is replaced; a whole one that another process made stays.
    private void Write(string path, byte[] secret)
    {
        string temporary;
        using (var file = paths.CreateTemporary(paths.Root))
        {
            RandomAccess.Write(file.SafeFileHandle, secret, 0);
            temporary = file.Name;
        }

        try
        {
            File.Move(temporary, path, overwrite: File.Exists(path) && TryRead(path) is null);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
            File.Delete(temporary);
        }
    }
}
