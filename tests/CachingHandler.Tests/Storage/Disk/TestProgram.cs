using System.Diagnostics;

namespace CachingHandler.Tests.Storage;

/// <summary>Programs of the system that a test needs, which may be missing or refuse.</summary>
internal static class TestProgram
{
    /// <summary>Runs a program to its end; false where there is none or it fails.</summary>
    public static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();

            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
