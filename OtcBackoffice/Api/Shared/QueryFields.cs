using System.Globalization;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Api.Shared;

/// <summary>
/// Reads query parameters strictly and keeps the first fault, so that a route reads all of them and asks once whether one
/// was wrong. An empty parameter counts as absent.
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

    /// <summary>An id.</summary>
    public Guid? Id(string name) => Read<Guid>(name, text => Guid.TryParseExact(text, "D", out var id) ? id : null, "a UUID");

    /// <summary>The snake case name of an enum member.</summary>
    public T? Name<T>(string name)
        where T : struct, Enum => Read<T>(name, text => Names.TryParse<T>(text, out var value) ? value : null,
            $"one of {string.Join(", ", Enum.GetValues<T>().Select(Names.Snake))}");

    /// <summary>A whole number, as cursors over numbered rows are.</summary>
    public long? Number(string name) => Read<long>(
        name, text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null, "a number that this desk gave out");

    /// <summary>A whole number between bounds.</summary>
    public int Number(string name, int absent, int least, int most) => Read<int>(
        name, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null,
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
    public bool Flag(string name) => Read<bool>(name, text => bool.TryParse(text, out var value) ? value : null, "true or false") ?? false;

    /// <summary>A time with its offset, or a date, which stands for its first moment in UTC.</summary>
    public DateTime? Time(string name) => Read<DateTime>(name, ReadTime, $"a time as ISO-8601, such as 2026-03-16T09:00:00Z{ExactTime.HintOf(query[name])}");

    /// <summary>A day as yyyy-MM-dd, in the one form that the refusal names.</summary>
    public DateOnly? Day(string name) => Read<DateOnly>(name, text => ExactTime.TryDay(text, out var day) ? day : null, $"a date as yyyy-MM-dd{ExactTime.HintOf(query[name])}");

    /// <summary>How many rows of a page are wanted.</summary>
    public int Limit() => Read<int>(
        "limit",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= Cursor.SizeMax ? value : null,
        $"a whole number from 1 to {Cursor.SizeMax}") ?? Cursor.SizeDefault;

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
