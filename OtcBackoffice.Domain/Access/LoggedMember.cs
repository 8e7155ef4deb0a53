using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Access;

/// <summary>What a member of a body is, and therefore whether the log of a key's requests may hold it.</summary>
public enum MemberKind
{
    /// <summary>Text of whatever kind: may be anybody's name or address, so it is not kept.</summary>
    Unknown,

    /// <summary>Opens something.</summary>
    Secret,

    /// <summary>Concerns a person.</summary>
    Personal,

    /// <summary>An id, a word of a closed list, an amount, a time: what a fault is found by.</summary>
    Plain,

    /// <summary>Where coins go; its head and tail are enough to know it again.</summary>
    Address,
}

/// <summary>
/// The declared kinds of members of bodies and queries (specification 000, the log of a key's requests). What is not declared is
/// not kept: a new member that holds a name is silent until somebody says what it is.
/// </summary>
public static partial class LoggedMember
{
    private static readonly string[] Secrets =
        ["secret", "password", "token", "apikey", "authorization", "signature", "otp", "pin", "passphrase", "cookie", "credential",
        "privatekey", "proof", "file", "document"];

    private static readonly string[] Persons =
        ["name", "email", "phone", "msisdn", "street", "city", "postcode", "iban", "accountnumber", "number", "sender", "payer", "holder",
        "beneficiary", "birth", "passport", "note", "remark", "comment"];

    private static readonly string[] Addresses = ["address", "wallet", "toaddress", "fromaddress", "payaddress"];

    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "id", "status", "state", "type", "kind", "event", "code", "asset", "network", "currency", "blockchain", "symbol", "side", "method",
        "surface", "environment", "direction", "stage",
        "amount", "fee", "price", "rate", "spread", "total", "available", "locked", "pending", "limit", "offset", "page", "size", "sort",
        "order", "count", "tier", "reference", "recvwindow",
        "timestamp", "date", "day", "from", "to", "since", "until", "after", "before", "cursor", "nextcursor", "txhash", "hash", "version",
        "percent", "bps", "scope", "scopes", "flow", "title", "detail",
        "message", "msg", "field", "action", "requestid", "results", "events", "environmentkind", "retryafterms", "transitions", "final",
        "impact", "components", "confirmations", "blocks", "quantity", "fiat", "crypto",
    };

    private static readonly string[] PlainEnds =
        ["id", "ids", "at", "time", "amount", "currency", "asset", "network", "status", "state", "type", "fee", "rate", "bps", "count",
        "total", "usd", "ms", "seconds", "minutes"];

    /// <summary>The kind of a member.</summary>
    public static MemberKind KindOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return Secrets.Any(word => plain.Contains(word, StringComparison.Ordinal)) ? MemberKind.Secret
            : Plain.Contains(plain) ? MemberKind.Plain
            : Addresses.Any(word => plain.EndsWith(word, StringComparison.Ordinal)) ? MemberKind.Address
            : Persons.Any(word => plain.Contains(word, StringComparison.Ordinal)) ? MemberKind.Personal
            : PlainEnds.Any(end => plain.EndsWith(end, StringComparison.Ordinal)) ? MemberKind.Plain
            : MemberKind.Unknown;
    }

    /// <summary>What is kept of a text, or what stands in its place.</summary>
    public static string Kept(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return KindOf(name) switch
        {
            MemberKind.Secret => "[secret]",
            MemberKind.Personal => "[personal]",
            MemberKind.Unknown => text.Length == 0 ? "" : "[not kept]",
            MemberKind.Address => text.Length > 12 && Word().IsMatch(text) ? $"{text[..6]}…{text[^4..]}" : "[not kept]",
            // A member of a plain kind whose text is not plain is somebody's free text all the same; sentences of answers are our own.
            MemberKind.Plain => Word().IsMatch(text) || name is "message" or "msg" or "detail" or "title" ? text.Length > 300 ? text[..300]
                + "…" : text : "[not kept]",
        };
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.,:+*/=-]{0,128}\z", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Word();
}
