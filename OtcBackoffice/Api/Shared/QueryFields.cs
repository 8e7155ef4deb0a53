using System.Globalization;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Api.Shared;

/// <summary>
/// Reads query parameters strictly and keeps the first fault, so that a route reads all of them and asks once whether one
/// was wrong. An empty filter counts as absent, as a form sends it that was not filled in. Where emptiness cannot be meant it is
/// refused: no number is none, and a flag without a word says neither yes nor no.
/// </summary>
public sealed class QueryFields(IQueryCollection query)
{
    /// <summary>The first parameter that could not be read.</summary>
    public DomainError? Fault { get; private set; }

    /// <summary>A text.</summary>
    public string? Text(string name)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            Fault ??= DomainError.Of(ErrorCode.InvalidRequest, name, $"{name} was sent more than once.");
        }
        if (values.Count != 1 || string.IsNullOrEmpty(values[0]))
        {
            return null;
        }
        var read = TextGate.Read(FieldKinds.Of(name) is var kind && kind == TextKind.FreeText ? TextKind.Name : kind, name, values[0]!);
        Fault ??= read.IsSuccess ? null : read.Error;
        return read.IsSuccess && read.Value.Length > 0 ? read.Value : null;
    }

    /// <summary>A text of figures, which says nothing when it is empty.</summary>
    public string? Figures(string name, ErrorCode refusal = ErrorCode.InvalidRequest)
    {
        Fault ??= IsBlank(name) ? DomainError.Of(refusal, name, $"{name} is empty. Leave it out, or send plain digits.") : null;
        return Text(name);
    }

    /// <summary>An id.</summary>
    public Guid? Id(string name) => Read<Guid>(name, text => Guid.TryParseExact(text, "D", out var id) ? id : null, "a UUID");

    /// <summary>The snake case name of an enum member.</summary>
    public T? Name<T>(string name)
        where T : struct, Enum => Read<T>(name, text => Names.TryParse<T>(text, out var value) ? value : null,
            $"one of {string.Join(", ", Enum.GetValues<T>().Select(Names.Snake))}");

    /// <summary>
    /// Where a page begins, as the page before it said. An empty one is the first page on the surfaces that always took it so; one that
    /// names a code refuses it, because a client that sends back an empty next cursor would begin the list again for ever.
    /// </summary>
    public string? Cursor(string name = "cursor", ErrorCode? refusal = null)
    {
        Fault ??= refusal is { } code && IsBlank(name) ? DomainError.Of(code, name,
            $"{name} is empty. Leave it out for the first page, and stop when there is no next one.") : null;
        return Text(name);
    }

    /// <summary>Which page of a list that counts its pages; an empty cursor is the first one.</summary>
    public Desks.Pipeline.PageAsk Page()
    {
        var number = Read<int>("cursor",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? page : null,
            "the next_cursor of the page before it") ?? 1;
        return new(number, Number("limit", Desks.Pipeline.Cursor.SizeMax, 1, Desks.Pipeline.Cursor.SizeMax));
    }

    /// <summary>A whole number, as cursors over numbered rows are.</summary>
    public long? Number(string name) => Filled<long>(
        name, text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null,
            "a number that this desk gave out");

    /// <summary>A whole number between bounds.</summary>
    public int Number(string name, int absent, int least, int most) => Filled<int>(
        name, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value : null,
        most == int.MaxValue ? $"a whole number from {least} on" : $"a whole number from {least} to {most}") ?? absent;

    /// <summary>One of a few words.</summary>
    public string? OneOf(string name, IReadOnlyList<string> words)
    {
        var text = Text(name);
        if (text is not null && !words.Contains(text))
        {
            Fault ??= DomainError.Of(ErrorCode.InvalidRequest, name, $"{name} must be one of {string.Join(", ", words)}.");
        }
        return text;
    }

    /// <summary>A flag; <c>true</c> or <c>false</c>.</summary>
    public bool Flag(string name) => FlagOrNull(name) ?? false;

    /// <summary>A flag that may be left out; <c>true</c> or <c>false</c>.</summary>
    public bool? FlagOrNull(string name) => Filled<bool>(name, text => bool.TryParse(text, out var value) ? value : null, "true or false");

    /// <summary>A time with its offset, or a date, which stands for its first moment in UTC.</summary>
    public DateTime? Time(string name) =>
        Read<DateTime>(name, ReadTime, $"a time as ISO-8601, such as 2026-03-16T09:00:00Z{ExactTime.HintOf(query[name])}");

    /// <summary>The first moment that is no longer wanted: a time with its offset, or a date, which means the whole of its day.</summary>
    public DateTime? Until(string name) =>
        Time(name) is { } end ? ExactTime.TryDay(Text(name)!, out var day) ? ExactTime.EndOf(day) : end : null;

    /// <summary>A day as yyyy-MM-dd, in the one form that the refusal names.</summary>
    public DateOnly? Day(string name) =>
        Read<DateOnly>(name, text => ExactTime.TryDay(text, out var day) ? day : null,
        $"a date as yyyy-MM-dd{ExactTime.HintOf(query[name])}");

    /// <summary>How many rows of a page are wanted.</summary>
    public int Limit() => Filled<int>(
        "limit",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture,
            out var value) && value is >= 1 and <= Desks.Pipeline.Cursor.SizeMax ? value : null,
        $"a whole number from 1 to {Desks.Pipeline.Cursor.SizeMax}") ?? Desks.Pipeline.Cursor.SizeDefault;

    private T? Filled<T>(string name, Func<string, T?> read, string expected)
        where T : struct
    {
        Fault ??= IsBlank(name) ? DomainError.Of(ErrorCode.InvalidRequest, name, $"{name} must be {expected}.") : null;
        return Read(name, read, expected);
    }

    private bool IsBlank(string name) => query.TryGetValue(name, out var values) && values is [null or ""];

    private T? Read<T>(string name, Func<string, T?> read, string expected)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        var value = read(text);
        if (value is null)
        {
            Fault ??= DomainError.Of(ErrorCode.InvalidRequest, name, $"{name} must be {expected}.");
        }
        return value;
    }

    private static DateTime? ReadTime(string text) => ExactTime.TryInstant(text, out var instant) ? instant
        : ExactTime.TryDay(text, out var day) ? day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : null;
}
