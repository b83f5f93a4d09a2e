namespace CachingHandler.Storage;

/// <summary>Creates directories and files that their owner alone may read, where the system knows such a mode.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode700 = FileMode600 | UnixFileMode.UserExecute;

    /// <summary>Creates a directory and those above it; one that is there stays as it is.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            CreateBelow(Path.GetDirectoryName(path));
            Directory.CreateDirectory(path, DirectoryMode700);
        }
    }

    /// <summary>Opens a file that nobody else has open, and that is gone when it is closed.</summary>
    /// <exception cref="IOException">Somebody has it open, or the medium refused.</exception>
    public static FileStream CreateLock(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode600;
        }

        return new FileStream(path, options);
    }

    /// <summary>Opens a file to write to it, and makes it where it is missing; others may open it meanwhile.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    public static FileStream OpenFile(string path) => Open(path, FileMode.OpenOrCreate);

    /// <summary>Creates a file, unbuffered, that others may open, rename and delete meanwhile.</summary>
    /// <exception cref="IOException">It is there already, or the medium refused.</exception>
    public static FileStream CreateFile(string path) => Open(path, FileMode.CreateNew);

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode600;
        }

        return new FileStream(path, options);
    }

    // The system call's mode goes to the last directory alone; those above would be open to everyone.
    private static void CreateBelow(string? path)
    {
        if (path is not null && !Directory.Exists(path))
        {
            CreateDirectory(path);
        }
    }
}
