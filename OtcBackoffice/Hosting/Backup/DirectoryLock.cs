namespace OtcBackoffice.Hosting.Backup;

/// <summary>
/// Who uses the data directory: every serving desk holds its lock together with others, a restore alone. The system frees it when
/// a process ends, however it ends.
/// </summary>
internal sealed class DirectoryLock(HostSettings settings) : IHostedService, IDisposable
{
    public const string FileName = "desk.lock";

    private FileStream? _held;

    /// <summary>Takes the directory alone, or says that a desk is running on it.</summary>
    public static FileStream TakeAlone(string directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new CommandException($"A desk is running on {directory}. Stop it first.");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(settings.DataDirectory, FileName);
        try
        {
            using (new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
            {
                // Made, so that it can be opened for reading.
            }
            _held = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException)
        {
            throw new CommandException($"{settings.DataDirectory} is being restored. Start again when that is done.");
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _held?.Dispose();
}
