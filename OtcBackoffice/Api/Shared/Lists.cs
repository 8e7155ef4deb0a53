using System.Globalization;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Shared;

/// <summary>How the route of a quiet list reads its query and writes its page.</summary>
internal static class Lists
{
    /// <summary>Answers a list as it was asked: the rows under its plural name, how many there are, and the next page.</summary>
    public static async Task<IResult> ListedAsync<T>(
        HttpContext http, string plural, ListRules<T> rules, Func<ListAsk, CancellationToken, Task<Result<ListPage<T>>>> read,
        Func<T, object> shape,
        CancellationToken cancellation, int size = ListAsk.SizeWhole)
    {
        var reading = rules.Request(Fields(http), size);
        if (reading.Failed(out var fault))
        {
            return ProblemDialect.Problem(fault);
        }
        return (await read(reading.Value.Ask, cancellation)).Answer(page => new Dictionary<string, object?>
        {
            [plural] = page.Rows.Select(shape).ToList(),
            ["total"] = page.Total,
            ["next_cursor"] = page.Ask.Page < page.Pages ? (page.Ask.Page + 1).ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    /// <summary>The query as the rules of a list read it.</summary>
    public static IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Fields(HttpContext http) =>
        http.Request.Query.Select(field =>
            KeyValuePair.Create<string, IReadOnlyList<string>>(field.Key, [.. field.Value.OfType<string>()]));
}
