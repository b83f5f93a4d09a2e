namespace CachingHandler.Storage;

/// <summary>Where the files of a store lie: all beside its database, and all but one named after it.</summary>
/// <param name="Database">The database's file, absolute.</param>
internal sealed record StorePaths(string Database)
{
    private const string CorruptMark = ".corrupt-";

    /// <summary>Gets the directory.</summary>
    public string Directory { get; } = Path.GetDirectoryName(Database) ?? Path.GetPathRoot(Database)!;

    /// <summary>Gets LiteDB's log, to which every change goes first.</summary>
    public string Log { get; } = Beside(Database, "-log");

    /// <summary>Gets the file whose owner has the directory; the same for every database in it.</summary>
    public string Lock => Path.Join(Directory, "http-cache.lock");

    /// <summary>Gets the file that is there while the database is open.</summary>
    public string Mark => Database + ".open";

    /// <summary>Gets the file with the secret.</summary>
    public string Secret => Database + ".secret";

    /// <summary>Gets the directory of the larger bodies.</summary>
    public string Content => Database + ".content";

    /// <summary>Moves the database aside, for whoever wants to look into it, in the place of what was moved aside before.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public void MoveAside(DateTimeOffset now)
    {
        DeleteMovedAside(_ => true);
        var suffix = CorruptMark + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var path in new[] { Database, Log }.Where(File.Exists))
        {
            File.Move(path, path + suffix, overwrite: true);
        }
    }

    /// <summary>Deletes the database.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public void DeleteDatabase()
    {
        // The log first: without it, what is left is older but whole.
        File.Delete(Log);
        File.Delete(Database);
    }

    /// <summary>Deletes what was moved aside.</summary>
    /// <param name="goes">Tells by when it was moved whether it goes.</param>
    public void DeleteMovedAside(Func<DateTimeOffset, bool> goes)
    {
        foreach (var original in new[] { Database, Log })
        {
            foreach (var path in System.IO.Directory.EnumerateFiles(Directory, Path.GetFileName(original) + CorruptMark + "*"))
            {
                if (goes(new DateTimeOffset(File.GetLastWriteTimeUtc(path))))
                {
                    File.Delete(path);
                }
            }
        }
    }

    // As LiteDB names its log.
    private static string Beside(string path, string suffix) =>
        Path.Join(Path.GetDirectoryName(path), Path.GetFileNameWithoutExtension(path) + suffix + Path.GetExtension(path));
}
