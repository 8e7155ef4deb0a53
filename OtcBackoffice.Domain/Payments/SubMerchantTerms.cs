using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Payments;

/// <summary>A sub-merchant as somebody asks for it, checked.</summary>
public sealed partial record SubMerchantTerms(PaymentChannel Channel, string Name, string Email, SubMerchantKind Kind, string Details, string Mark)
{
    private const int LengthMax = 200;

    private static readonly string[] ClabeOnly = ["cardIssueDate", "cardExpireDate", "address", "city", "state", "zipCode", "phone"],
        CompanyOnly = ["companyName", "aliasName", "companyType", "incorporationDate"], PersonalOnly = ["birthday", "name", "fatherSurname", "motherSurname"],
        Dates = ["cardIssueDate", "cardExpireDate", "incorporationDate", "birthday"];

    /// <summary>Checks the fields of the channel; <paramref name="read"/> answers a field by its name on the wire.</summary>
    public static Result<SubMerchantTerms> Read(Func<string, string?> read)
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
        var name = read("merchantName")?.Trim() ?? "";
        var email = read("email")?.Trim().ToLowerInvariant() ?? "";
        if (name.Length is 0 or > 120)
        {
            return Wrong("merchantName", "merchantName must have 1 to 120 characters.");
        }
        if (email.Length > 254 || !Mail().IsMatch(email))
        {
            return Wrong("email", "email must be an e-mail address.");
        }
        var details = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var fault = channel == PaymentChannel.Clabe ? Clabe(kind, read, details) : Cvu(read, details);
        if (fault is not null)
        {
            return fault;
        }
        Keep(details, "remark", read("remark"));
        var mark = channel == PaymentChannel.Cvu && !CheckDigits.IsCuit(read("cuit")) ? "The check digit of the CUIT is wrong." : "";
        return new SubMerchantTerms(channel, name, email, kind, JsonSerializer.Serialize(details), mark);
    }

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
        if (!string.IsNullOrEmpty(curp) && !Curp().IsMatch(curp))
        {
            return Wrong("curp", "curp must be a CURP of 18 characters.");
        }
        if (!string.IsNullOrEmpty(rfc) && !Rfc().IsMatch(rfc))
        {
            return Wrong("rfc", "rfc must be an RFC of 12 or 13 characters.");
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
        return string.Concat(text.Normalize(NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)).Normalize(NormalizationForm.FormC);
    }

    private static DomainError? Text(string field, string? text, SortedDictionary<string, string> details)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length is 0 or > LengthMax || trimmed.Any(char.IsControl))
        {
            return Wrong(field, $"{field} must have 1 to {LengthMax} characters.");
        }
        if (Dates.Contains(field) && !DateOnly.TryParseExact(trimmed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return Wrong(field, $"{field} must be a date as yyyy-MM-dd.");
        }
        details[field] = trimmed;
        return null;
    }

    private static string? Sent(Func<string, string?> read, string[] fields) => fields.FirstOrDefault(field => !string.IsNullOrEmpty(read(field)));

    private static void Keep(SortedDictionary<string, string> details, string field, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            details[field] = text.Length > LengthMax ? text[..LengthMax] : text;
        }
    }

    private static DomainError Wrong(string field, string message) => DomainError.Of(ErrorCode.InvalidRequest, field, message);

    [GeneratedRegex(@"^[^@\s,<>]+@[^@\s,<>]+\.[^@\s,<>.]+$")]
    private static partial Regex Mail();

    [GeneratedRegex(@"^[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d$")]
    private static partial Regex Curp();

    [GeneratedRegex(@"^[A-Z&Ñ]{3,4}\d{6}[0-9A-Z]{3}$")]
    private static partial Regex Rfc();
}
