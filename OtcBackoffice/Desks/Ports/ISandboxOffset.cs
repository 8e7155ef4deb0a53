namespace OtcBackoffice.Desks.Ports;

/// <summary>How far the sandbox's clock is ahead, in one place for all nodes.</summary>
public interface ISandboxOffset
{
    /// <summary>The offset in seconds.</summary>
    long Read();

    /// <summary>Adds to it, durably, and answers what it is then.</summary>
    long Add(long seconds);
}
