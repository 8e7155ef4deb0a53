namespace OtcBackoffice.Tests.Defences;

/// <summary>Every removal, and the attacks that have none with the reason.</summary>
internal static class Removals
{
    private const int AttackCount = 60;

    public static readonly IReadOnlyList<Removal> All =
        [.. RequestRemovals.All, .. AccessRemovals.All, .. DecisionRemovals.All, .. EdgeRemovals.All, .. RecordRemovals.All];

    /// <summary>The attacks by their numbers in the threat model.</summary>
    public static readonly IReadOnlyList<string> Attacks = [.. Enumerable.Range(1, AttackCount).Select(number => $"A{number:00}")];

    /// <summary>Why an attack has no removal.</summary>
    public static readonly IReadOnlyDictionary<string, string> LeftOut = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["A36"] = "No one place can be taken out: every value of a request goes into a statement as a parameter, no column and no order comes from one, and no rule of a customer is a pattern.",
        ["A44"] = "There is no scanner for malware: what could run is refused by its form (A41), and what a proof holds besides is not looked at.",
    };
}
