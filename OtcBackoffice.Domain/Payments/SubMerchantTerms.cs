using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Domain.Payments;

/// <summary>A sub-merchant as somebody asks for it, checked.</summary>
public sealed partial record SubMerchantTerms(PaymentChannel Channel, string Name, string Email, SubMerchantKind Kind, string Details,
    string Mark)
{
    /// <summary>The identifier as it stands in <see cref="Details"/>, by which another record with the same one is found.</summary>
    public string Identifier { get; init; } = "";

    private const int LengthMax = 200, FirstYear = 1900;

    private static readonly string[] ClabeOnly = ["cardIssueDate", "cardExpireDate", "address", "city", "state", "zipCode", "phone"],
        CompanyOnly = ["companyName", "aliasName", "companyType", "incorporationDate"],
        PersonalOnly = ["birthday", "name", "fatherSurname", "motherSurname"],
        Dates = ["cardIssueDate", "cardExpireDate", "incorporationDate", "birthday"];

    /// <summary>Checks the fields of the channel.</summary>
    /// <param name="read">Answers a field by its name on the wire.</param>
    /// <param name="phone">The normal form of a phone number, or null when it is none.</param>
    /// <param name="today">The day, for what may not lie ahead of it or behind it.</param>
    public static Result<SubMerchantTerms> Read(Func<string, string?> read, Func<string, string?> phone, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(read);
        PaymentChannel channel;
        switch (read("trench"))
        {
            case "CLABE": channel = PaymentChannel.Clabe; break;
            case "CVU": channel = PaymentChannel.Cvu; break;
            default: return Wrong("trench", "trench must be CLABE or CVU.");
        }
        SubMerchantKind kind;
        switch (read("mcType"))
        {
            case "PERSONAL": kind = SubMerchantKind.Personal; break;
            case "COMPANY": kind = SubMerchantKind.Company; break;
            default: return Wrong("mcType", "mcType must be PERSONAL or COMPANY.");
        }
        var named = TextGate.Name("merchantName", read("merchantName"), 120);
        if (named.Failed(out var nameless))
        {
            return nameless;
        }
        var (name, email) = (named.Value, read("email")?.Trim().ToLowerInvariant() ?? "");
        if (email.Length > 254 || !Mail().IsMatch(email))
        {
            return Wrong("email", "email must be an e-mail address.");
        }
        var details = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var fault = channel == PaymentChannel.Clabe ? Clabe(kind, read, details) ?? Possible(kind, phone, today, details)
            : Cvu(read, details);
        if (fault is not null)
        {
            return fault;
        }
        Keep(details, "remark", read("remark"));
        return new SubMerchantTerms(channel, name, email, kind, JsonSerializer.Serialize(details), string.Join(' ', Marks(kind, details)))
        {
            Identifier = ((string[])["curp", "rfc", "cuit"]).Where(details.ContainsKey)
                .Select(field => $"{JsonSerializer.Serialize(field)}:{JsonSerializer.Serialize(details[field])}").First(),
        };
    }

    // What no person can be: born tomorrow, with a card that has run out, reached under a number that is none.
    private static DomainError? Possible(SubMerchantKind kind, Func<string, string?> phone, DateOnly today,
        SortedDictionary<string, string> details)
    {
        if (phone(details["phone"]) is not { } reached)
        {
            return Wrong("phone", "phone must be a phone number, with its country code where it is not Mexican.");
        }
        details["phone"] = reached;
        var born = kind == SubMerchantKind.Personal ? "birthday" : "incorporationDate";
        return Day(details[born]) > today || Day(details[born]).Year < FirstYear
            ? Wrong(born, $"{born} must be a day from {FirstYear} to today.")
            : Day(details["cardIssueDate"]) > today ? Wrong("cardIssueDate", "cardIssueDate may not lie ahead.")
            : Day(details["cardExpireDate"]) < today ? Wrong("cardExpireDate", "cardExpireDate has passed: the card is no longer valid.")
            : null;
    }

    // What may be right and looks wrong; the verifier decides.
    private static IEnumerable<string> Marks(SubMerchantKind kind, SortedDictionary<string, string> details)
    {
        if (details.TryGetValue("cuit", out var cuit) && !CheckDigits.IsCuit(cuit))
        {
            yield return "The check digit of the CUIT is wrong.";
        }
        if (details.TryGetValue("curp", out var curp))
        {
            if (kind == SubMerchantKind.Company)
            {
                yield return "A CURP belongs to a person, and this is a company.";
            }
            if (details.TryGetValue("birthday", out var birthday) && MexicanIds.BornOf(curp) is { } born && born != Day(birthday))
            {
                yield return $"The CURP names {born:yyyy-MM-dd} as the day of birth, and birthday is {birthday}.";
            }
            if (!MexicanIds.IsCurpChecked(curp))
            {
                yield return "The check digit of the CURP is wrong.";
            }
        }
        if (!details.TryGetValue("rfc", out var rfc))
        {
            yield break;
        }
        if (MexicanIds.IsGeneric(rfc))
        {
            yield return "The RFC is a generic one, which stands for nobody in particular.";
            yield break;
        }
        if (MexicanIds.IsRfcOfCompany(rfc) != (kind == SubMerchantKind.Company))
        {
            yield return MexicanIds.IsRfcOfCompany(rfc) ? "An RFC of 12 characters belongs to a company, and this is a person."
                : "An RFC of 13 characters belongs to a person, and this is a company.";
        }
        if (details.TryGetValue(kind == SubMerchantKind.Personal ? "birthday" : "incorporationDate", out var day)
            && !MexicanIds.DaysOf(rfc).Contains(Day(day)))
        {
            yield return $"The RFC names another day than {day}.";
        }
        if (!MexicanIds.IsRfcChecked(rfc))
        {
            yield return "The check character of the RFC is wrong.";
        }
    }

    private static DateOnly Day(string text) => ExactTime.TryDay(text, out var day) ? day : default;

    private static DomainError? Clabe(SubMerchantKind kind, Func<string, string?> read, SortedDictionary<string, string> details)
    {
        if (Sent(read, ["cuit"]) is { } foreign)
        {
            return Wrong(foreign, $"{foreign} belongs to CVU, not to CLABE.");
        }
        var (curp, rfc) = (read("curp")?.ToUpperInvariant(), read("rfc")?.ToUpperInvariant());
        if (string.IsNullOrEmpty(curp) == string.IsNullOrEmpty(rfc))
        {
            return Wrong("curp", "Fill in exactly one of curp and rfc.");
        }
        if (!string.IsNullOrEmpty(curp) && MexicanIds.CurpFault(curp) is { } noCurp)
        {
            return Wrong("curp", $"curp {noCurp}");
        }
        if (!string.IsNullOrEmpty(rfc) && MexicanIds.RfcFault(rfc) is { } noRfc)
        {
            return Wrong("rfc", $"rfc {noRfc}");
        }
        Keep(details, "curp", curp);
        Keep(details, "rfc", rfc);
        var needed = kind == SubMerchantKind.Company ? CompanyOnly : PersonalOnly;
        var excess = kind == SubMerchantKind.Company ? PersonalOnly : CompanyOnly;
        if (Sent(read, excess) is { } other)
        {
            return Wrong(other, $"{other} is not for mcType {(kind == SubMerchantKind.Company ? "COMPANY" : "PERSONAL")}.");
        }
        foreach (var field in ClabeOnly.Concat(needed))
        {
            if (Text(field, read(field), details) is { } fault)
            {
                return fault;
            }
        }
        return string.CompareOrdinal(details["cardIssueDate"], details["cardExpireDate"]) >= 0
            ? Wrong("cardExpireDate", "cardExpireDate must be after cardIssueDate.")
            : null;
    }

    private static DomainError? Cvu(Func<string, string?> read, SortedDictionary<string, string> details)
    {
        if (Sent(read, [.. ClabeOnly, .. CompanyOnly, "birthday", "fatherSurname", "motherSurname", "curp", "rfc"]) is { } foreign)
        {
            return Wrong(foreign, $"{foreign} belongs to CLABE, not to CVU.");
        }
        if (!CheckDigits.HasCuitForm(read("cuit")))
        {
            return Wrong("cuit", "cuit must have eleven digits.");
        }
        details["cuit"] = read("cuit")!;
        var fault = Text("name", read("name"), details);
        if (fault is null)
        {
            details["name"] = Plain(details["name"]);
        }
        return fault;
    }

    /// <summary>A text without diacritics, as the Argentine rails want names.</summary>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Concat(text.Normalize(NormalizationForm.FormD)
            .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark))
            .Normalize(NormalizationForm.FormC);
    }

    private static DomainError? Text(string field, string? text, SortedDictionary<string, string> details)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length is 0 or > LengthMax || trimmed.Any(char.IsControl))
        {
            return Wrong(field, $"{field} must have 1 to {LengthMax} characters.");
        }
        if (Dates.Contains(field) && !ExactTime.TryDay(trimmed, out _))
        {
            return Wrong(field, $"{field} must be a date as yyyy-MM-dd{ExactTime.HintOf(trimmed)}.");
        }
        details[field] = trimmed;
        return null;
    }

    private static string? Sent(Func<string, string?> read, string[] fields) =>
        fields.FirstOrDefault(field => !string.IsNullOrEmpty(read(field)));

    private static void Keep(SortedDictionary<string, string> details, string field, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            details[field] = text.Length > LengthMax ? text[..LengthMax] : text;
        }
    }

    private static DomainError Wrong(string field, string message) => DomainError.Of(ErrorCode.InvalidRequest, field, message);

    [GeneratedRegex(@"^[^@\s,<>]+@[^@\s,<>]+\.[^@\s,<>.]+\z")]
    private static partial Regex Mail();
}
