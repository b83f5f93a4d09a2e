using System.Buffers;
using CachingHandler.Storage;

namespace CachingHandler.Benchmarks.Stores;

/// <summary>A head replaced, as by each 304, beside a write of as many bytes into a file of the same size.</summary>
internal sealed record HeadUpdate(string Name, int BodyLength) : StoreBenchmark(Name)
{
    public override async Task<IReadOnlyList<Row>> RunAsync(int rounds)
    {
        using var directory = new Scratch();
        using var store = new DiskHttpCacheStore(directory.Path);
        var current = await Entries.PutAsync(store, 0, new byte[BodyLength]);
        var head = new ArrayBufferWriter<byte>();
        StoredResponseFormat.Write(current, head);
        var path = directory.Below("floor");
        await File.WriteAllBytesAsync(path, new byte[BodyLength + 2048]);

        void Update()
        {
            if (!Calls.Completed(store.TryUpdateHeadAsync(current, current, CancellationToken.None)))
            {
                throw new InvalidOperationException("The head was not replaced.");
            }
        }

        void OpenAndWrite()
        {
            using var file = Open(path);
            RandomAccess.Write(file, head.WrittenSpan, 64);
        }

        using var kept = Open(path);

        return
        [
            Row.OfCalls(Name, "beside open, one pwrite, close", Calls.Compare(rounds, OpenAndWrite, Update), 3.0),
            Row.OfCalls(Name, "beside one pwrite to a file that stays open", Calls.Compare(rounds, () => RandomAccess.Write(kept, head.WrittenSpan, 64), Update), null),
        ];
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
}
