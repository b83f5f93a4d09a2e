using System.Security.Cryptography;

namespace CachingHandler.Storage;

/// <summary>The secret of a disk store: random, kept in its directory, the same for every process that uses it.</summary>
/// <remarks>Safe for concurrent use. Where it cannot be kept it lives as long as the process.</remarks>
internal sealed class DiskSecret(EntryPaths paths)
{
    private const int Length = 32;

    // A second in all. To make a secret takes a millisecond, so whoever holds the lock for longer is not making one.
    private const int Attempts = 200;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(5);

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

            // File.Move looks whether the target is there and then renames, so of two at once both may win.
            using var alone = EnterAlone();
            if (TryRead(path) is { } others)
            {
                return others;
            }

            Write(path, made);

            return made;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return made;
        }
    }

    // The lock's file goes with the lock. Whoever then holds one that has no name any more finds the secret made.
    private FileStream EnterAlone()
    {
        var secret = Path.Join(paths.Root, EntryNames.Secret);
        var path = Path.Join(paths.Root, EntryNames.SecretLock);
        OwnerOnly.CreateDirectory(paths.Root);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return OwnerOnly.CreateLock(path);
            }
            catch (IOException) when (attempt < Attempts && (File.Exists(path) || File.Exists(secret)))
            {
                Thread.Sleep(Wait);
            }
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

    // A file of another length is a left-over of a crash and is replaced.
    private void Write(string path, byte[] secret)
    {
        string temporary;
        using (var file = paths.CreateTemporary(paths.Root))
        {
            RandomAccess.Write(file.SafeFileHandle, secret, 0);
            temporary = file.Name;
        }

        File.Move(temporary, path, overwrite: true);
    }
}
