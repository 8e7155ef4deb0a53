namespace OtcBackoffice.Desks.Workspace;

/// <summary>Who is named in a note, and how it is shortened.</summary>
internal static class NoteText
{
    private const int ShownMax = 140;

    /// <summary>Whether a note names somebody: <c>@Olivia Officer</c>, <c>@olivia</c> where only one is called so, or
    /// <c>@address</c>.</summary>
    public static bool Names(string text, Colleague person, IReadOnlyList<Colleague> staff)
    {
        var first = person.Name.Split(' ')[0];
        var isOnly = staff.Count(other => other.Name.Split(' ')[0].Equals(first, StringComparison.OrdinalIgnoreCase)) == 1;
        return Has(text, person.Name) || Has(text, person.Email) || (isOnly && Has(text, first));
    }

    /// <summary>The beginning of a note, for a line.</summary>
    public static string Short(string text) => text.Length <= ShownMax ? text : text[..ShownMax] + " …";

    private static bool Has(string text, string name)
    {
        if (name.Length == 0)
        {
            return false;
        }
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var rest = text.AsSpan(at + 1);
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (rest.Length == name.Length
                || !char.IsLetterOrDigit(rest[name.Length])))
            {
                return true;
            }
        }
        return false;
    }
}
