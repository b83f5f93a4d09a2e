namespace CachingHandler.Storage;

/// <summary>Tells what a medium's refusal was for.</summary>
internal static class MediumFault
{
    private const int LinuxFull = 28; // ENOSPC, which .NET hands on as it is
    private const int LinuxQuota = 122; // EDQUOT
    private const int BsdQuota = 69; // EDQUOT
    private const int WindowsFull = unchecked((int)0x80070070); // ERROR_DISK_FULL
    private const int WindowsHandleFull = unchecked((int)0x80070027); // ERROR_HANDLE_DISK_FULL

    /// <summary>Tells whether there was no room left.</summary>
    public static bool IsFull(Exception exception) => exception is IOException && (OperatingSystem.IsWindows()
        ? exception.HResult is WindowsFull or WindowsHandleFull
        : exception.HResult is WindowsFull or LinuxFull or LinuxQuota or BsdQuota);
}
