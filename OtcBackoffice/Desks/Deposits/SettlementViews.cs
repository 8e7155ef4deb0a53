using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>A transfer as it is shown.</summary>
public sealed record TransferView(
    Guid Id, TransferStatus Status, string? TxHash, string Amount, string Asset, string Network, string ToAddress, int BlockDepth,
    int BlockDepthRequired,
    DateTime CreatedAtUtc, DateTime? FinalAtUtc, string? FailureReason)
{
    internal static TransferView Of(Transfer transfer)
    {
        var asset = AssetOf(transfer.Asset);
        return new TransferView(transfer.Id, transfer.Status, transfer.TxHash, asset.Format(transfer.AmountMinor), asset.Symbol,
            asset.Network.Code,
            transfer.ToAddress, transfer.BlockDepth, asset.Network.BlockDepth, transfer.CreatedAtUtc, transfer.FinalAtUtc,
                transfer.FailureReason);
    }

    private static Asset AssetOf(string code) => Domain.Catalog.Asset.ByCode(code);
}

/// <summary>A signature as it is shown.</summary>
public sealed record SignatureView(Guid PersonId, string Name, DateTime SignedAtUtc);

/// <summary>A proposal as it is shown.</summary>
public sealed record ProposalView(
    Guid Id, string HumanId, string Kind, Guid DepositId, ProposalStatus Status, int RequiredSignatures, int CurrentSignatures,
    string Asset, string Network,
    string Amount, string ToAddress, string Binding, Guid CreatedBy, DateTime CreatedAtUtc, DateTime? EndedAtUtc, string? EndReason,
    IReadOnlyList<SignatureView> Signatures)
{
    /// <summary>The deposit's number, where it is known.</summary>
    public string DepositHumanId { get; init; } = "";

    /// <summary>The merchant's name, where it is known.</summary>
    public string MerchantName { get; init; } = "";

    /// <summary>Who proposed, where it is known.</summary>
    public string CreatedByName { get; init; } = "";

    /// <summary>The payment, once enough signatures are there.</summary>
    public TransferView? Transfer { get; init; }

    /// <summary>What speaks for it, where it is known.</summary>
    public DepositLine? Evidence { get; init; }

    /// <summary>Why the viewer cannot sign, or null when it may.</summary>
    public string? SignBlockedBecause { get; init; }

    internal static ProposalView Of(Proposal proposal, IReadOnlyDictionary<Guid, string> people)
    {
        var asset = Domain.Catalog.Asset.ByCode(proposal.Asset);
        return new ProposalView(proposal.Id, $"PRP-{proposal.Number}", proposal.Kind, proposal.DepositId, proposal.Status,
            proposal.RequiredSignatures,
            proposal.Signatures.Count, asset.Symbol, asset.Network.Code, asset.Format(proposal.AmountMinor), proposal.ToAddress,
            proposal.Binding,
            proposal.CreatedBy, proposal.CreatedAtUtc, proposal.EndedAtUtc, proposal.EndReason,
            [.. proposal.Signatures.OrderBy(one => one.SignedAtUtc)
                .Select(one => new SignatureView(one.PersonId, people.GetValueOrDefault(one.PersonId, ""), one.SignedAtUtc))])
        {
            CreatedByName = people.GetValueOrDefault(proposal.CreatedBy, ""),
        };
    }
}
