using System.Text.Json;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.Shared;

/// <summary>Why something is refused.</summary>
internal sealed record ReasonRequest
{
    public string? Reason { get; init; }
}

/// <summary>A transfer on its way to the merchant.</summary>
internal sealed record TransferWire(
    Guid Id, string Status, string? TxHash, string Amount, string Asset, string Network, string ToAddress, int BlockDepth,
    int BlockDepthRequired,
    DateTime CreatedAt, DateTime? FinalAt, string? FailureReason);

/// <summary>A stored command that waits for, or got, a second person.</summary>
internal sealed record ApprovalWire(
    Guid Id, string Operation, string EntityKind, Guid EntityId, string Status, Guid MakerUserId, string MakerName, string Rule,
    string Summary,
    DateTime CreatedAt, DateTime ExpiresAt, Guid? CheckerUserId, string? DecisionReason, DateTime? DecidedAt)
{
    public required int PolicyVersion { get; init; }
    public required JsonElement? Payload { get; init; }
    public required string PayloadSha256 { get; init; }
    public required string Approvers { get; init; }
    public required int ApprovalsNeeded { get; init; }
    public required IReadOnlyList<ApprovalVoteWire> Votes { get; init; }
    public required IReadOnlyList<EligibleApproverWire> EligibleApprovers { get; init; }
    public DateTime? EffectiveAt { get; init; }
    public ApprovalRecordWire? Record { get; init; }
    public string? Amount { get; init; }
    public string? Currency { get; init; }
    public string? Account { get; init; }
    public required ApprovalMakerWire Maker { get; init; }
    public string? Reason { get; init; }
    public object? Evidence { get; init; }
}

/// <summary>The record that a stored command is about, as people call it.</summary>
internal sealed record ApprovalRecordWire(string Kind, string Number);

/// <summary>Who asked for it.</summary>
internal sealed record ApprovalMakerWire(Guid UserId, string Name);

/// <summary>Somebody who agreed.</summary>
internal sealed record ApprovalVoteWire(Guid UserId, string Name, DateTime At);

/// <summary>Somebody who could agree now.</summary>
internal sealed record EligibleApproverWire(Guid UserId, string Name, IReadOnlyList<string> Roles);

/// <summary>From what desks show to what more than one surface says.</summary>
internal static class SharedWire
{
    /// <summary>A note as staff read it.</summary>
    public static object Note(NoteView note) =>
        new { note.Id, note.AuthorId, Author = note.AuthorName, note.Text, note.Mentions, At = note.AtUtc };

    /// <summary>US cents as an amount; null where it cannot be known.</summary>
    public static string? Usd(long? cents) => cents is { } known ? Domain.Monetary.DecimalText.Format(known, 2) : null;

    public static TransferWire Transfer(TransferView view) => new(
        view.Id, Names.Snake(view.Status), view.TxHash, view.Amount, view.Asset, view.Network, view.ToAddress, view.BlockDepth,
        view.BlockDepthRequired,
        view.CreatedAtUtc, view.FinalAtUtc, view.FailureReason);

    public static ApprovalWire Approval(ApprovalView view) => new(
        view.Id, view.Operation, view.EntityKind, view.EntityId, view.Status, view.MakerId, view.MakerName, view.Rule, view.Summary,
        view.CreatedAtUtc,
        view.ExpiresAtUtc, view.CheckerId, view.DecisionReason, view.DecidedAtUtc)
    {
        PolicyVersion = view.PolicyVersion,
        Payload = Parsed(view.Payload),
        PayloadSha256 = view.PayloadSha256,
        Approvers = view.Approvers,
        ApprovalsNeeded = view.ApprovalsNeeded,
        Votes = [.. view.Votes.Select(vote => new ApprovalVoteWire(vote.UserId, vote.Name, vote.AtUtc))],
        EligibleApprovers = [.. view.EligibleApprovers.Select(person =>
            new EligibleApproverWire(person.UserId, person.Name, person.Roles))],
        EffectiveAt = view.EffectiveAtUtc,
        Maker = new ApprovalMakerWire(view.MakerId, view.MakerName),
        Reason = view.About?.Reason,
        Record = view.About is { } about ? new ApprovalRecordWire(view.EntityKind, about.Number) : null,
        Amount = view.About?.Amount,
        Currency = view.About?.Currency,
        Account = view.About?.Account,
        Evidence = view.About?.Evidence,
    };

    /// <summary>Changed facts as the JSON they were kept as.</summary>
    public static JsonElement? Parsed(string? json) => json is null ? null : JsonSerializer.Deserialize<JsonElement>(json);
}
