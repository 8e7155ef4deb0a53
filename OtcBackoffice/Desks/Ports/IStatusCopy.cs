namespace OtcBackoffice.Desks.Ports;

/// <summary>Where the last known state of the desk lies, so that the status page has something to say without a database.</summary>
public interface IStatusCopy
{
    /// <summary>The last copy, or null when there is none that can be read.</summary>
    byte[]? Read();

    /// <summary>Keeps a copy; one that cannot be written costs nobody anything but the copy.</summary>
    void Write(byte[] copy);
}
