using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Status;

/// <summary>The copy as a file of the data directory, replaced as a whole so that nobody reads half of one.</summary>
public sealed class FileStatusCopy(string directory) : IStatusCopy
{
    private readonly string _file = Path.Combine(directory, "status.json");
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public byte[]? Read()
    {
        try
        {
            return File.Exists(_file) ? File.ReadAllBytes(_file) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Write(byte[] copy)
    {
        try
        {
            lock (_gate)
            {
                var fresh = _file + ".new";
                File.WriteAllBytes(fresh, copy);
                File.Move(fresh, _file, overwrite: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The page is served from memory meanwhile.
        }
    }
}
