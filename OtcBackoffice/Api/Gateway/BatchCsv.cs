using System.Text;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Api.Gateway;

/// <summary>
/// Reads a batch of withdrawals from CSV (RFC 4180, UTF-8): a heading row that names <c>currency, amount, address</c> and perhaps
/// <c>custom_id</c>, in any order, and a withdrawal a row. Cells are taken as they stand.
/// </summary>
internal static class BatchCsv
{
    private const int CellLengthMax = 1_000;

    private static readonly string[] Needed = ["currency", "amount", "address"], Known = [.. Needed, "custom_id", "memo", "wallet_id"];

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The rows behind the headings, or what is wrong with the file as a whole.</summary>
    public static Result<IReadOnlyList<BatchRowAsked>> Read(byte[] bytes)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Invalid("The file is not valid UTF-8.");
        }
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return Invalid("The file may not hold the character NUL.");
        }
        using var records = Records(text).GetEnumerator();
        if (!records.MoveNext() || Fault(records.Current) is not null)
        {
            return Invalid(text.Length == 0 ? "The file is empty." : Fault(records.Current) ?? "The file is empty.");
        }
        var headings = records.Current!;
        var rows = new List<BatchRowAsked>();
        while (records.MoveNext() && rows.Count <= GatewayBatch.RowsMax)
        {
            rows.Add(records.Current is { } cells ? Row(headings, cells)
                : new BatchRowAsked(null, "The row has a quotation mark where none may stand."));
        }
        return rows;
    }

    // Records of RFC 4180, blank lines left out; null for one whose quotation marks do not go together, which ends at its line.
    private static IEnumerable<string[]?> Records(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var record = Record(text, ref at);
            if (record is not [""])
            {
                yield return record;
            }
        }
    }

    private static string[]? Record(string text, ref int at)
    {
        var (begin, cells, cell, isQuoted) = (at, new List<string>(), new StringBuilder(), false);
        for (; at < text.Length; at++)
        {
            var letter = text[at];
            if (isQuoted && letter == '"' && at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else if (letter == '"')
            {
                var isPlaced = isQuoted ? at + 1 == text.Length || text[at + 1] is ',' or '\r' or '\n' : cell.Length == 0;
                if (!isPlaced)
                {
                    return Broken(text, begin, ref at);
                }
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && letter == ',')
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else if (!isQuoted && (letter is '\r' or '\n'))
            {
                at += letter == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
                return [.. cells, cell.ToString()];
            }
            else
            {
                cell.Append(letter);
            }
        }
        return isQuoted ? Broken(text, begin, ref at) : [.. cells, cell.ToString()];
    }

    // One row with a stray quotation mark does not swallow those behind it.
    private static string[]? Broken(string text, int begin, ref int at)
    {
        var end = text.IndexOf('\n', begin);
        at = end < 0 ? text.Length : end + 1;
        return null;
    }

    private static string? Fault(string[]? headings)
    {
        if (headings is null)
        {
            return "The first row has a quotation mark where none may stand.";
        }
        var unknown = headings.FirstOrDefault(name => !Known.Contains(name, StringComparer.Ordinal));
        return unknown is not null
            ? $"The first row names the columns {string.Join(", ", Known)}; '{(unknown.Length > 40 ? unknown[..40] : unknown)}' is none "
            + $"of them."
            : headings.Distinct(StringComparer.Ordinal).Count() != headings.Length ? "A column is named twice."
            : Needed.FirstOrDefault(name => !headings.Contains(name, StringComparer.Ordinal)) is { } missing
            ? $"The column {missing} is missing."
            : null;
    }

    private static BatchRowAsked Row(string[] headings, string[] cells)
    {
        if (cells.Length != headings.Length)
        {
            return new BatchRowAsked(null, $"The row has {cells.Length} cells; the headings have {headings.Length}.");
        }
        if (cells.Any(cell => cell.Length > CellLengthMax))
        {
            return new BatchRowAsked(null, $"A cell may have {CellLengthMax} characters at most.");
        }
        string? Cell(string name) => Array.IndexOf(headings, name) is var at and >= 0 && cells[at].Length > 0 ? cells[at] : null;
        return new BatchRowAsked(new CreateGatewayWithdrawal
        {
            Currency = Cell("currency"), Amount = Cell("amount"), Address = Cell("address"), CustomId = Cell("custom_id"),
            Memo = Cell("memo"), WalletId = Cell("wallet_id"),
        }, null);
    }

    private static DomainError Invalid(string message) => DomainError.Of(ErrorCode.InvalidRequest, "withdrawals", message);
}
