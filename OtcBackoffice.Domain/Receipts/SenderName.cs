using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Domain.Receipts;

/// <summary>The one form that names of payers are compared in: words without accents, case, punctuation and the forms of
/// companies.</summary>
public static class SenderName
{
    // Banks cut names off at 35 characters, and some at 27.
    private const int CutLengthMin = 24;

    /// <summary>The form, or null when the text holds no name.</summary>
    public static string? Key(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }
        var words = NameFolding.Words(name);
        var core = words.Where(word => !NameFolding.IsForm(word)).ToList();
        var key = string.Join(' ', core.Count == 0 ? words : core);
        return key.Length == 0 ? null : key;
    }

    /// <summary>Whether two forms are of one name: the same, or one is the other cut off by a bank.</summary>
    public static bool Same(string? one, string? other)
    {
        if (one is null || other is null)
        {
            return false;
        }
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        return shorter == longer || (shorter.Length >= CutLengthMin && longer.StartsWith(shorter, StringComparison.Ordinal));
    }
}
