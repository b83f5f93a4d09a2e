using LiteDB;

namespace CachingHandler.Storage;

internal sealed partial class Database
{
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
        if (!HasChanges)
        {
            _engine.BeginTrans();
            HasChanges = true;
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
        if (!_engine.GetCollectionNames().Any())
        {
            Create();
        }

        if (Run(State, Where(_named, FormatName), 1) is not [var format] || !format[Value].IsInt32)
        {
            throw new ForeignDatabaseException("The database is not one of this store's; it is left as it is.");
        }

        // The checkpoint of LiteDB's own falls on whichever caller has the log exceed a limit; see Checkpoint.
        _engine.Pragma("CHECKPOINT", 0);
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
