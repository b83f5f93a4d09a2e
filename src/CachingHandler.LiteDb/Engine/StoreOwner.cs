using System.Security.Cryptography;
using System.Text;

namespace CachingHandler.Storage;

/// <summary>Owns the directory of a store, alone among all processes, from <see cref="TryEnter"/> until disposal.</summary>
/// <remarks>
/// LiteDB does not refuse a second process on Linux, and two destroy the database. The lock's file stays when its owner goes:
/// were it deleted, one process could hold a file that has no name any more, and another the next of that name.
/// </remarks>
internal sealed class StoreOwner : IDisposable
{
    private const int SecretLength = 32;
    private const int LinuxBusy = 11; // EWOULDBLOCK of flock, which .NET hands on as it is
    private const int BsdBusy = 35;
    private const int WindowsBusy = unchecked((int)0x80070020); // ERROR_SHARING_VIOLATION

    private readonly StorePaths _paths;
    private readonly FileStream _lock;

    private StoreOwner(StorePaths paths, FileStream @lock)
    {
        _paths = paths;
        _lock = @lock;
    }

    /// <summary>Takes the directory, and makes it where it is missing.</summary>
    /// <returns>The owner, to be disposed by the caller; null when another has it, in this process or not.</returns>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public static StoreOwner? TryEnter(StorePaths paths)
    {
        OwnerOnly.CreateDirectory(paths.Directory);
        try
        {
            return new StoreOwner(paths, Open(paths.Lock, FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException exception) when (exception.HResult is LinuxBusy or BsdBusy or WindowsBusy)
        {
            return null;
        }
    }

    /// <summary>Returns the secret that is kept beside the database; null when none is there.</summary>
    /// <remarks>Needs no owner: the file gets its name when it is whole, and is never written again.</remarks>
    public static byte[]? ReadSecret(StorePaths paths)
    {
        try
        {
            return File.ReadAllBytes(paths.Secret) is { Length: SecretLength } secret ? secret : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Tells whether the database's file is another program's: there is something in it, and no secret beside it.</summary>
    /// <remarks>It is not even opened. The other program may have it open, and LiteDB would write to it.</remarks>
    public static bool IsForeign(StorePaths paths) =>
        new FileInfo(paths.Database) is { Exists: true, Length: > 0 } && !File.Exists(paths.Secret);

    /// <summary>Keeps a secret beside the database, unless one is there.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public void KeepSecret(ReadOnlySpan<byte> secret)
    {
        if (ReadSecret(_paths) is not null)
        {
            return;
        }

        var temporary = _paths.Secret + ".new";
        File.Delete(temporary);
        using (var file = OwnerOnly.CreateFile(temporary))
        {
            file.Write(secret);
        }

        File.Move(temporary, _paths.Secret, overwrite: true);
    }

    /// <summary>Returns a new secret.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <summary>Tells whether an earlier owner ended without closing the database, and the machine was started since.</summary>
    /// <param name="boot">What stands for the machine's present start.</param>
    /// <remarks>
    /// LiteDB writes the data file while its log may not be on the disk, and takes a page of zeroes for none at all. So after a
    /// loss of power nothing tells good from bad. A process that was killed leaves everything to the system, which is safe.
    /// </remarks>
    /// <exception cref="IOException">The medium failed.</exception>
    public bool HasLostPower(string boot) =>
        File.Exists(_paths.Mark) && !BootIdentity.IsSame(File.ReadAllText(_paths.Mark).Trim(), boot);

    /// <summary>Notes that the database is open.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public void Mark(string boot)
    {
        using var file = Open(_paths.Mark, FileMode.Create, FileShare.Read);
        file.Write(Encoding.ASCII.GetBytes(boot));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Notes that the database is closed, and everything on the disk.</summary>
    public void Unmark()
    {
        try
        {
            File.Delete(_paths.Mark);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It costs what is stored if the machine is started anew, and nothing else.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
