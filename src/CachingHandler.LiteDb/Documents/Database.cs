using LiteDB;
using LiteDB.Engine;

namespace CachingHandler.Storage;

/// <summary>The LiteDB database: binary values by binary names, and the order in which they were used.</summary>
/// <remarks>
/// <para>For one thread. LiteDB's page cache has a race, and its transactions belong to threads, so nothing of it may run
/// beside anything else. Raw documents only: the mapper creates the types that a document names (CVE-2022-23535).</para>
/// <para>The first change begins a transaction, in which reads take part; <see cref="Commit"/> ends it.</para>
/// </remarks>
internal sealed class Database : IDisposable
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
    private bool _hasChanges;

    private Database(DatabaseFile data, DatabaseFile log)
    {
        // The collation by default follows the user's culture and takes upper case for lower. This one is none, and is there
        // where globalization is switched off, as in many containers.
        _engine = new LiteEngine(new EngineSettings { DataStream = data, LogStream = log, Collation = new Collation("/None") });
        (_data, _log) = (data, log);
    }

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
        if (!_hasChanges)
        {
            return;
        }

        if (totals is { } changed)
        {
            _engine.Update(State, [Document(TotalsName, changed.ToBytes())]);
        }

        _engine.Commit();
        _hasChanges = false;
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

    private static BsonDocument Document(BsonValue name, byte[] value) => new() { [Id] = name, [Value] = value };

    private static BsonDocument Use(byte[] name, long time) => new() { [Id] = name, [Time] = time };

    private static List<(byte[] Name, byte[] Record)> Records(List<BsonDocument> documents) =>
        [.. documents.Where(document => document[Id].IsBinary).Select(document => (document[Id].AsBinary, ValueOf(document) ?? []))];

    private static byte[]? ValueOf(BsonDocument document) => document[Value] is { IsBinary: true } value ? value.AsBinary : null;

    // The expression is parsed once. What it compares with is looked up when it runs.
    private static BsonExpression Where(BsonExpression expression, params ReadOnlySpan<BsonValue> values)
    {
        for (var number = 0; number < values.Length; number++)
        {
            expression.Parameters[number == 0 ? "0" : "1"] = values[number];
        }

        return expression;
    }

    private void Begin()
    {
        if (!_hasChanges)
        {
            _engine.BeginTrans();
            _hasChanges = true;
        }
    }

    private byte[]? Find(string collection, BsonValue name) =>
        Run(collection, Where(_named, name), 1) is [var found] ? ValueOf(found) : null;

    private List<BsonDocument> Run(string collection, BsonExpression where, int limit)
    {
        var query = new Query { Limit = limit };
        query.Where.Add(where);
        using var reader = _engine.Query(collection, query);
        var documents = new List<BsonDocument>();
        while (reader.Read())
        {
            documents.Add(reader.Current.AsDocument);
        }

        return documents;
    }

    // Everything that grows a database's structure happens here, at once: to read a collection that is being made closes the
    // engine.
    private Totals Prepare()
    {
        // The checkpoint of LiteDB's own falls on whichever caller has the log exceed a limit; see Checkpoint.
        _engine.Pragma("CHECKPOINT", 0);
        if (!_engine.GetCollectionNames().Any())
        {
            Create();
        }

        if (Run(State, Where(_named, FormatName), 1) is not [var format] || !format[Value].IsInt32)
        {
            throw new ForeignDatabaseException("The database is not one of this store's; it is left as it is.");
        }

        if (format[Value].AsInt32 != FormatVersion || Totals.Read(Find(State, TotalsName)) is not { } totals)
        {
            throw new InvalidDataException("The database is of another version, or damaged.");
        }

        return totals;
    }

    private void Create()
    {
        Begin();
        _engine.Insert(Heads, [], BsonAutoId.ObjectId);
        _engine.Insert(Bodies, [], BsonAutoId.ObjectId);
        _engine.EnsureIndex(Uses, "time", BsonExpression.Create("$.t"), unique: false);
        _engine.Insert(
            State,
            [new BsonDocument { [Id] = FormatName, [Value] = FormatVersion }, Document(TotalsName, default(Totals).ToBytes())],
            BsonAutoId.ObjectId);
        Commit(totals: null);
    }
}
