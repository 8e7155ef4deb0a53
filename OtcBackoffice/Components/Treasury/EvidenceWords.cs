using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Treasury;

/// <summary>What speaks for a payment, in one line for the signers.</summary>
internal static class EvidenceWords
{
    /// <summary>Such as: proof 6/6, money arrived.</summary>
    public static string Of(DepositLine line)
    {
        var proof = line.Proof.Declared == 0 ? "no proof" : $"proof {line.Proof.Matched}/{line.Proof.Declared}";
        var money = line.Money switch
        {
            LineMoney.Arrived => "money arrived",
            LineMoney.Proposed => "money proposed, not matched",
            LineMoney.None => "no money seen yet",
        };
        return $"{proof}, {money}";
    }
}
