namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// Where the sandbox's world lies when several nodes share it: streams of lines, numbered from 1 without a gap. It stands for systems
/// outside the house, so what is written here is no part of any command of the desk.
/// </summary>
public interface ISandboxShelf
{
    /// <summary>The lines of a stream behind a number, in their order.</summary>
    /// <exception cref="System.Data.Common.DbException">The shelf cannot be reached.</exception>
    IReadOnlyList<string> After(string stream, long number);

    /// <summary>Works while nobody else writes to the stream; what was appended stands when this returns, or nothing of it.</summary>
    /// <exception cref="System.Data.Common.DbException">The shelf cannot be reached.</exception>
    TAnswer Alone<TAnswer>(string stream, Func<ISandboxPen, TAnswer> work);
}

/// <summary>Reads and writes a stream that is held alone.</summary>
public interface ISandboxPen
{
    /// <summary>The lines behind a number, in their order.</summary>
    IReadOnlyList<string> After(long number);

    /// <summary>Appends a line under the next number.</summary>
    void Append(long number, string line);
}
