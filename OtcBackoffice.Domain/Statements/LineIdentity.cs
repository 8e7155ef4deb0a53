using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OtcBackoffice.Domain.Statements;

/// <summary>
/// What makes a line that line (R3): the bank's reference where it is given once in the file, else date, value date, amount,
/// sign and text with the number of its occurrence, so that two honest equal lines are two and the same file twice is one.
/// </summary>
public sealed class LineIdentity
{
    private readonly Dictionary<UInt128, int> _seen = [];

    /// <summary>What the line says, as 32 hexadecimal digits: equal lines have equal ones, whatever their number.</summary>
    public static string FingerprintOf(StatementEntry line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Convert.ToHexStringLower(Hash(string.Create(CultureInfo.InvariantCulture,
            $"{line.BookingDate:yyyyMMdd}|{line.ValueDate:yyyyMMdd}|{line.Minor}|{line.Currency}|{Plain(line.Reference)}|{Plain(line.Text)}|{Plain(line.CounterpartyName)}")).AsSpan(0, 16));
    }

    /// <summary>The number of this occurrence of a text within the statement, from 1.</summary>
    public int Occurrence(string text)
    {
        var key = BitConverter.ToUInt128(Hash(text).AsSpan(0, 16));
        return _seen[key] = _seen.GetValueOrDefault(key) + 1;
    }

    // Banks pad and wrap the same text differently from file to file.
    private static string Plain(string? text) =>
        text is null ? "" : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
