using System.Security.Claims;

namespace OtcBackoffice.Components.Shared;

/// <summary>Finds records for the palette. It must return only what the person may open; the browser filters nothing.</summary>
public delegate Task<IReadOnlyList<PaletteEntry>> RecordSearch(string query, ClaimsPrincipal user, CancellationToken cancellation);

/// <summary>What the command palette offers: the pages a person may open, then the records that the searches find.</summary>
public sealed class PaletteSource(IEnumerable<RecordSearch> searches)
{
    public const int LengthMax = 200;

    /// <summary>A record search starts at this many characters, so that one letter does not go through the books.</summary>
    public const int RecordLengthMin = 3;

    private readonly IReadOnlyList<RecordSearch> _searches = [.. searches];

    /// <summary>Pages whose title or group contains every word of the query.</summary>
    public IReadOnlyList<PaletteEntry> Pages(string query, ClaimsPrincipal user)
    {
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. from page in ConsolePages.OpenTo(user)
               let text = page.Entry.Title + " " + page.Entry.Group
               where words.All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
               select new PaletteEntry(page.Entry.Title, page.Href,
                   page.Entry.Keys.Length == 0 ? page.Entry.Group : page.Entry.Keys.ToUpperInvariant(), page.Entry.Icon),
        ];
    }

    public async Task<IReadOnlyList<PaletteEntry>> RecordsAsync(string query, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var text = query.Trim();
        if (text.Length is < RecordLengthMin or > LengthMax)
        {
            return [];
        }

        var found = new List<PaletteEntry>();
        foreach (var search in _searches)
        {
            found.AddRange(await search(text, user, cancellation));
        }

        return found;
    }
}
