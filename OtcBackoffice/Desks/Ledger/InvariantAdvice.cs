namespace OtcBackoffice.Desks.Ledger;

/// <summary>What to do when an invariant of the books is red, in a sentence.</summary>
internal static class InvariantAdvice
{
    public static string For(string invariant) => invariant switch
    {
        "entries balance" => "Find the named entry in the ledger and in the audit record; restore it from the last backup, then run verify.",
        "balances equal their postings" =>
            "The running balance of the named account was changed beside its postings; restore it from the last backup, then run verify.",
        "every asset sums to zero" =>
            "Money of the named asset was made or lost inside the books; look at its last entries in the audit record, then run verify.",
        "locks equal open withdrawals" =>
            "Hold the named merchant's open withdrawals against what is locked; a withdrawal was decided without its entry.",
        "suspense equals unmatched money" =>
            "Hold the queue of unmatched money against the suspense account; a receipt was changed without its entry.",
        _ when invariant.Contains("report", StringComparison.Ordinal) || invariant.Contains("revenue", StringComparison.Ordinal) =>
            "Hold the named day's report against the journal; the report was written beside the books.",
        _ => "Run verify, which names the first place that is wrong, and look at that record in the audit.",
    };
}
