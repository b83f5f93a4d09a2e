using LiteDB;
using LiteDB.Engine;

namespace CachingHandler.Storage;

/// <summary>The LiteDB database: binary values by binary names, and the order in which they were used.</summary>
/// <remarks>
/// <para>For one thread. LiteDB's page cache has a race, and its transactions belong to threads, so nothing of it may run
/// beside anything else. Raw documents only: the mapper creates the types that a document names (CVE-2022-23535).</para>
/// <para>The first change begins a transaction, in which reads take part; <see cref="Commit"/> ends it.</para>
/// </remarks>
internal sealed partial class Database : IDisposable
{
    private const string Heads = "heads";
    private const string Bodies = "bodies";
    private const string Uses = "uses";
    private const string State = "state";
    private const string Id = "_id";
    private const string Value = "v";
    private const string Time = "t";
    private const string FormatName = "format";
    private const string TotalsName = "totals";
    private const int FormatVersion = 1;

    private readonly DatabaseFile _data;
    private readonly DatabaseFile _log;
    private readonly LiteEngine _engine;
    private readonly BsonExpression _named = BsonExpression.Create("_id = @0", BsonValue.Null);
    private readonly BsonExpression _between = BsonExpression.Create("_id BETWEEN @0 AND @1", BsonValue.Null, BsonValue.Null);
    private readonly BsonExpression _after = BsonExpression.Create("_id > @0", BsonValue.Null);
    private readonly BsonExpression _anyTime = BsonExpression.Create("t >= @0", new BsonValue(long.MinValue));

    private Database(DatabaseFile data, DatabaseFile log)
    {
        // The collation by default follows the user's culture and takes upper case for lower. This one is none, and is there
        // where globalization is switched off, as in many containers.
        var collation = data.Length == 0 ? new Collation("/None") : null;
        _engine = new LiteEngine(new EngineSettings { DataStream = data, LogStream = log, Collation = collation });
        (_data, _log) = (data, log);
    }

    /// <summary>Gets a value indicating whether something has been changed that does not count yet.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>Gets the length of the data file, in bytes; it never shrinks.</summary>
    public long DataLength => _data.Length;

    /// <summary>Gets the length of the log, to which every change goes first, in bytes.</summary>
    public long LogLength => _log.Length;

    /// <summary>Opens a database; a file that is empty becomes one.</summary>
    /// <param name="paths">Its files.</param>
    /// <param name="totals">How much is in it.</param>
    /// <exception cref="ForeignDatabaseException">The database is another program's.</exception>
    /// <remarks>Throws whatever LiteDB throws.</remarks>
    public static Database Open(StorePaths paths, out Totals totals)
    {
        DatabaseFile? data = null;
        DatabaseFile? log = null;
        Database? database = null;
        try
        {
            data = new DatabaseFile(paths.Database);
            log = new DatabaseFile(paths.Log);
            if (data.Length == 0)
            {
                // What is in it belongs to a data file that is gone.
                log.SetLength(0);
            }

            database = new Database(data, log);
            totals = database.Prepare();

            return database;
        }
        catch
        {
            LostDatabases.Add(database);
            log?.Dispose();
            data?.Dispose();
            throw;
        }
    }

    /// <summary>Returns the record of an entry; null when there is none.</summary>
    public byte[]? FindHead(byte[] name) => Find(Heads, name);

    /// <summary>Returns the body of an entry; null when it does not lie here.</summary>
    public byte[]? FindBody(byte[] name) => Find(Bodies, name);

    /// <summary>Returns when an entry was used last; null when it is not known.</summary>
    public long? FindUse(byte[] name) =>
        Run(Uses, Where(_named, name), 1) is [var use] && use[Time] is { IsInt64: true } time ? time.AsInt64 : null;

    /// <summary>Returns the records whose names lie between two, both included, in the order of their names.</summary>
    public List<(byte[] Name, byte[] Record)> FindHeads(byte[] first, byte[] last, int limit) =>
        Records(Run(Heads, Where(_between, first, last), limit));

    /// <summary>Returns the records whose names come after one, in the order of their names.</summary>
    public List<(byte[] Name, byte[] Record)> FindHeadsAfter(byte[] name, int limit) =>
        Records(Run(Heads, Where(_after, name), limit));

    /// <summary>Returns the names of those entries that were used longest ago, the first of them first.</summary>
    public List<byte[]> FindLeastRecentlyUsed(int limit) =>
        [.. Run(Uses, _anyTime, limit).Select(use => use[Id]).Where(id => id.IsBinary).Select(id => id.AsBinary)];

    /// <summary>Adds an entry.</summary>
    /// <param name="name">Its name, which is free.</param>
    /// <param name="record">Its record.</param>
    /// <param name="body">Its body; null when it does not lie here.</param>
    /// <param name="time">When it is used.</param>
    public void Insert(byte[] name, byte[] record, byte[]? body, long time)
    {
        Begin();
        _engine.Insert(Heads, [Document(name, record)], BsonAutoId.ObjectId);
        if (body is not null)
        {
            _engine.Insert(Bodies, [Document(name, body)], BsonAutoId.ObjectId);
        }

        _engine.Insert(Uses, [Use(name, time)], BsonAutoId.ObjectId);
    }

    /// <summary>Replaces the record of an entry.</summary>
    public void Update(byte[] name, byte[] record)
    {
        Begin();
        _engine.Update(Heads, [Document(name, record)]);
    }

    /// <summary>Notes when entries were used; those that are gone are left out.</summary>
    public void UpdateUses(IEnumerable<(byte[] Name, long Time)> uses)
    {
        Begin();
        _engine.Update(Uses, uses.Select(use => Use(use.Name, use.Time)));
    }

    /// <summary>Removes what there is of an entry.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="andBody">Whether its body may lie here.</param>
    public void Delete(byte[] name, bool andBody = true)
    {
        Begin();
        BsonValue[] ids = [name];
        _engine.Delete(Heads, ids);
        _engine.Delete(Uses, ids);
        if (andBody)
        {
            _engine.Delete(Bodies, ids);
        }
    }

    /// <summary>Makes what was changed count, all or nothing.</summary>
    /// <param name="totals">How much is stored by now; null when that has not changed.</param>
    public void Commit(Totals? totals)
    {
        if (!HasChanges)
        {
            return;
        }

        if (totals is { } changed)
        {
            _engine.Update(State, [Document(TotalsName, changed.ToBytes())]);
        }

        _engine.Commit();
        HasChanges = false;
    }

    /// <summary>Moves what is in the log to the data file, for good.</summary>
    public void Checkpoint() => _engine.Checkpoint();

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _engine.Dispose();
        }
        finally
        {
            _log.Dispose();
            _data.Dispose();
        }
    }
}
