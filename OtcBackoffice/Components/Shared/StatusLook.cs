namespace OtcBackoffice.Components.Shared;

/// <summary>How one status is drawn.</summary>
public sealed record StatusLook(string Word, string Tone, string Icon)
{
    private static readonly Dictionary<string, (string Tone, string Icon)> Known = new(StringComparer.Ordinal)
    {
        ["draft"] = (Tones.Idle, "edit"),
        ["priced"] = (Tones.Idle, "price"),
        ["quoted"] = (Tones.Info, "price"),
        ["requoted"] = (Tones.Hold, "price"),
        ["pending"] = (Tones.Warn, "hourglass"),
        ["submitted"] = (Tones.Warn, "hourglass"),
        ["created"] = (Tones.Info, "dot"),
        ["claimed"] = (Tones.Info, "claim"),
        ["pending_approval"] = (Tones.Hold, "approve"),
        ["needs_second_person"] = (Tones.Hold, "approve"),
        ["debit_pending"] = (Tones.Warn, "hourglass"),
        ["processing"] = (Tones.Info, "refresh"),
        ["executing"] = (Tones.Info, "refresh"),
        ["executed"] = (Tones.Info, "send"),
        ["settling"] = (Tones.Info, "refresh"),
        ["signing"] = (Tones.Hold, "edit"),
        ["broadcast"] = (Tones.Info, "send"),
        ["running"] = (Tones.Info, "play"),
        ["queued"] = (Tones.Idle, "clock"),
        ["scheduled"] = (Tones.Idle, "clock"),
        ["confirmed"] = (Tones.Info, "check-ring"),
        ["approved"] = (Tones.Ok, "check-ring"),
        ["credited"] = (Tones.Ok, "check"),
        ["settled"] = (Tones.Ok, "check"),
        ["completed"] = (Tones.Ok, "check"),
        ["delivered"] = (Tones.Ok, "check"),
        ["final"] = (Tones.Ok, "check"),
        ["paid"] = (Tones.Ok, "check"),
        ["verified"] = (Tones.Ok, "check-ring"),
        ["active"] = (Tones.Ok, "check-ring"),
        ["matched"] = (Tones.Ok, "equal"),
        ["fresh"] = (Tones.Ok, "check-ring"),
        ["done"] = (Tones.Ok, "check"),
        ["continues"] = (Tones.Ok, "check"),
        ["accepted"] = (Tones.Ok, "check-ring"),
        ["signed_off"] = (Tones.Ok, "check-ring"),
        ["green"] = (Tones.Ok, "check"),
        ["does_not_continue"] = (Tones.Bad, "differs"),
        ["refused"] = (Tones.Bad, "cross-ring"),
        ["red"] = (Tones.Bad, "warning"),
        ["open"] = (Tones.Idle, "dot"),
        ["unknown"] = (Tones.Warn, "question"),
        ["reopened"] = (Tones.Warn, "refresh"),
        ["inactive"] = (Tones.Idle, "minus"),
        ["disabled"] = (Tones.Idle, "lock"),
        ["revoked"] = (Tones.Idle, "lock"),
        ["called_off"] = (Tones.Idle, "cross"),
        ["cancelled"] = (Tones.Idle, "cross"),
        ["abandoned"] = (Tones.Idle, "cross"),
        ["voided"] = (Tones.Idle, "cross"),
        ["expired"] = (Tones.Idle, "clock"),
        ["superseded"] = (Tones.Idle, "minus"),
        ["rejected"] = (Tones.Bad, "cross-ring"),
        ["failed"] = (Tones.Bad, "cross-ring"),
        ["invalidated"] = (Tones.Bad, "cross-ring"),
        ["differs"] = (Tones.Bad, "differs"),
        ["low"] = (Tones.Bad, "warning"),
        ["late"] = (Tones.Bad, "clock"),
        ["halted"] = (Tones.Bad, "warning"),
        ["awaiting_transaction"] = (Tones.Hold, "hourglass"),
        ["outcome_unknown"] = (Tones.Warn, "question"),
        ["unread"] = (Tones.Warn, "question"),
        ["stale"] = (Tones.Warn, "clock"),
        ["retrying"] = (Tones.Warn, "refresh"),
    };

    /// <summary>The look of a status as it is stored, for example pending_approval. An unknown one is shown plainly, never
    /// hidden.</summary>
    public static StatusLook For(string status)
    {
        var (tone, icon) = Known.GetValueOrDefault(status.ToLowerInvariant(), (Tones.Idle, "dot"));
        return new StatusLook(WordOf(status), tone, icon);
    }

    private static string WordOf(string status)
    {
        var words = status.Replace('_', ' ').Trim();
        return words.Length == 0 ? "Unknown" : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
