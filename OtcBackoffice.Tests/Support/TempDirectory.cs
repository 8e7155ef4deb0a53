namespace OtcBackoffice.Tests.Support;

/// <summary>A directory of its own that is gone after the test.</summary>
public sealed class TempDirectory : IDisposable
{
    public TempDirectory()
    {
        FullName = Directory.CreateTempSubdirectory("otc-").FullName;
    }

    public string FullName { get; }

    public string File(string name)
    {
        return Path.Combine(FullName, name);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(FullName, recursive: true);
        }
        catch (IOException)
        {
            // A file that something still holds open is left to the system's own cleaning; the test's verdict stands.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
