using System.Runtime.InteropServices;

namespace OtcBackoffice.Integrations;

/// <summary>
/// Writing that is still there after a power cut: the bytes are flushed to the disk before the name is given, and the
/// folder that holds the name is flushed after it.
/// </summary>
internal static class DurableFile
{
    private const int OpenReadOnly = 0;

    /// <summary>Replaces a small file as a whole: a reader sees the old bytes or the new ones, never a mixture.</summary>
    internal static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = path + ".new";
        using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the names in a folder durable. Windows does so by itself and has no such call.</summary>
    internal static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var handle = Open(folder, OpenReadOnly);
        if (handle < 0)
        {
            throw new IOException($"The folder {folder} cannot be opened to be flushed.");
        }
        // Some network file systems refuse to flush a folder; the file itself is flushed already, so that is no reason to fail.
        _ = Flush(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
