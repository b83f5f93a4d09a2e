using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace CachingHandler.Benchmarks.Bodies;

/// <summary>A <see cref="BodyOrigin"/> in a child process, so that what it allocates is not counted here.</summary>
internal sealed class OriginProcess : IDisposable
{
    /// <summary>The argument that turns this program into the origin.</summary>
    public const string Argument = "--origin";

    private readonly Process _process;
    private readonly Uri _address;
    private readonly HttpClient _control = new();
    private int _paths;

    private OriginProcess(Process process, Uri address) => (_process, _address) = (process, address);

    public static OriginProcess Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        start.ArgumentList.Add(Argument);
        var process = Process.Start(start)!;
        var port = int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);

        return new OriginProcess(process, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Returns the address of a body that nobody has asked for.</summary>
    public Uri NewBody(BodyTraits traits) => new(_address, $"/bodies/{++_paths}{traits.ToQuery()}");

    /// <summary>Returns how often a body has been asked for.</summary>
    public async Task<int> RequestsOfAsync(Uri body) =>
        int.Parse(await _control.GetStringAsync(new Uri(_address, "/requests?of=" + body.AbsolutePath)), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _control.Dispose();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
