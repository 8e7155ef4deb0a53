namespace OtcBackoffice.Tests.Defences;

/// <summary>What has to hold of the list of removals, so that a run of it means something.</summary>
internal static class RemovalRules
{
    /// <summary>Places that are not there, or there twice, or that change nothing.</summary>
    public static IEnumerable<string> Places(IEnumerable<Removal> removals, Func<string, string?> read)
    {
        return from removal in removals
               from edit in removal.Edits
               let count = read(edit.File) is { } text ? Count(text, edit.Before) : 0
               where count != 1 || edit.Before == edit.After
               select edit.Before == edit.After ? $"{removal}: changes nothing in {edit.File}" : $"{removal}: the text stands {count} times in {edit.File}, not once";
    }

    /// <summary>Tests that are not there, or whose name means more than one, and removals without a test.</summary>
    public static IEnumerable<string> Tests(IEnumerable<Removal> removals)
    {
        return from removal in removals
               from test in removal.Tests.DefaultIfEmpty("")
               where TestNames.Find(test) is null
               select test.Length == 0 ? $"{removal}: names no test" : $"{removal}: no test, or more than one, is called {test}";
    }

    /// <summary>Attacks that nobody has thought about, and reasons for leaving out what is not left out.</summary>
    public static IEnumerable<string> Attacks(IReadOnlyCollection<Removal> removals, IReadOnlyDictionary<string, string> leftOut,
        IReadOnlyCollection<string> all)
    {
        var covered = removals.SelectMany(removal => removal.Attacks).ToHashSet(StringComparer.Ordinal);
        return all.Where(attack => !covered.Contains(attack) && !leftOut.ContainsKey(attack))
            .Select(attack => $"{attack} has neither a removal nor a reason")
            .Concat(all.Where(attack => covered.Contains(attack) && leftOut.ContainsKey(attack))
                .Select(attack => $"{attack} has a removal, so its reason is out of date"))
            .Concat(covered.Concat(leftOut.Keys).Except(all).Select(attack => $"{attack} is no attack"));
    }

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at =
            text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }
        return count;
    }
}
