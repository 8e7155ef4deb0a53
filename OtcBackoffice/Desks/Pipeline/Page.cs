using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>A page of a list, and where the next one starts.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="NextCursor">What to send for the next page, or null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, string? NextCursor);

/// <summary>A page of a list whose pages are counted; for lists that people keep short.</summary>
/// <param name="Number">Which page, from 1.</param>
/// <param name="Size">How many rows it has.</param>
public readonly record struct PageAsk(int Number, int Size)
{
    /// <summary>The first page, as long as a page can be.</summary>
    public static PageAsk First { get; } = new(1, Cursor.SizeMax);

    /// <summary>How many rows to read: one more than are shown, which tells whether there is a next page.</summary>
    public int Take => Size + 1;

    /// <summary>How many rows lie before it.</summary>
    public int Skip => (int)Math.Min((Number - 1L) * Size, int.MaxValue);

    /// <summary>The page of the rows that were read.</summary>
    public Page<T> Of<T>(IReadOnlyList<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new Page<T>([.. read.Take(Size)],
            read.Count > Size ? (Number + 1).ToString(CultureInfo.InvariantCulture) : null);
    }
}

/// <summary>Where a page starts: after the row with this time and id. Opaque on the wire.</summary>
public readonly record struct Cursor(long Millis, Guid Id)
{
    /// <summary>Rows of a page unless asked otherwise, and the most that may be asked for.</summary>
    public const int SizeDefault = 50, SizeMax = 200;

    /// <summary>The opaque text.</summary>
    public string Encode() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Millis}.{Id:N}"));

    /// <summary>Reads a cursor; null and empty start at the beginning.</summary>
    public static Result<Cursor?> Decode(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (Cursor?)null;
        }
        try
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('.');
            if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var millis)
                && Guid.TryParseExact(parts[1], "N", out var id))
            {
                return new Cursor(millis, id);
            }
        }
        catch (FormatException)
        {
            // Falls through to the one answer for every malformed cursor.
        }
        return DomainError.Of(ErrorCode.InvalidRequest, "cursor", "cursor is not one that this desk gave out.");
    }
}
