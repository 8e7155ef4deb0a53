using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Payments;

/// <summary>What may stand in a field of a payment method.</summary>
public enum FieldText
{
    /// <summary>Digits only.</summary>
    Number,

    /// <summary>Letters only.</summary>
    Letter,

    /// <summary>Letters and digits.</summary>
    NumberAndLetter,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>Pictures, by their links.</summary>
    Image,
}

/// <summary>A field of a payment method: its rule and what stands in it.</summary>
/// <param name="Index">Its place, as the configuration counts.</param>
/// <param name="Kind">What may stand in it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="PromptText">What to write there.</param>
/// <param name="IsAccount">Whether it is the account number; that is always required.</param>
/// <param name="IsOptional">Whether it may be empty.</param>
/// <param name="MaxLimit">Most characters.</param>
/// <param name="Text">What stands in it.</param>
public sealed record PaymentField(int Index, FieldText Kind, string Title, string PromptText, bool IsAccount, bool IsOptional, int MaxLimit,
    string Text)
{
    /// <summary>Links of pictures.</summary>
    public IReadOnlyList<string> PicUrl { get; init; } = [];

    /// <summary>Links of pictures that are not kept yet.</summary>
    public IReadOnlyList<string> TempPicUrl { get; init; } = [];

    /// <summary>How large to show it; only carried.</summary>
    public string BoxSize { get; init; } = "";

    /// <summary>Why the text breaks the rule, or null.</summary>
    public string? Fault()
    {
        if (Text.Length == 0 && TempPicUrl.Count + PicUrl.Count == 0)
        {
            return IsOptional && !IsAccount ? null : $"{Title} is required.";
        }
        if (Text.Length > MaxLimit)
        {
            return $"{Title} may have {MaxLimit} characters at most.";
        }
        var fits = Kind switch
        {
            FieldText.Number => Text.All(char.IsAsciiDigit),
            FieldText.Letter => Text.All(letter => char.IsLetter(letter) || letter == ' '),
            FieldText.NumberAndLetter => Text.All(letter => char.IsLetterOrDigit(letter) || letter == ' '),
            FieldText.Text or FieldText.Image => !Text.Any(char.IsControl),
        };
        return fits ? null : $"{Title} must hold {Words(Kind)} only.";
    }

    private static string Words(FieldText kind) => kind switch
    {
        FieldText.Number => "digits",
        FieldText.Letter => "letters",
        FieldText.NumberAndLetter => "letters and digits",
        FieldText.Text or FieldText.Image => "printable text",
    };
}

/// <summary>A way to pay in a country: which fields an account there has, and how its number is checked.</summary>
/// <param name="Id">Its number on the wire.</param>
/// <param name="Country">The country's name.</param>
/// <param name="FiatCurrency">The currency.</param>
/// <param name="CurrencyId">The currency's number on the wire.</param>
/// <param name="Name">What people call it.</param>
/// <param name="IsAutomatic">Whether the desk's bank moves it without a person.</param>
/// <param name="Channel">The rails.</param>
/// <param name="Fields">The fields, empty.</param>
public sealed record PaymentConfig(int Id, string Country, string FiatCurrency, int CurrencyId, string Name, bool IsAutomatic,
    PaymentChannel Channel, IReadOnlyList<PaymentField> Fields)
{
    private static readonly PaymentField Bank = new(2, FieldText.Text, "Banco", "", false, false, 100, "");

    /// <summary>Every way the desk offers.</summary>
    public static readonly IReadOnlyList<PaymentConfig> All =
    [
        new(58, "Mexico", "MXN", 1, "Automated SPEI - Arcus", true, PaymentChannel.Clabe,
            [new PaymentField(1, FieldText.Number, "Cuenta CLABE", "Cuenta CLABE de 18 d\u00edgitos", true, false, 100, ""), Bank]),
        new(61, "Argentina", "ARS", 3, "Ar Auto API", true, PaymentChannel.Cvu,
            [new PaymentField(1, FieldText.Number, "CVU", "CVU de 22 d\u00edgitos", true, false, 100, ""), Bank]),
    ];

    /// <summary>Finds one, or null.</summary>
    public static PaymentConfig? Find(long id) => All.FirstOrDefault(config => config.Id == id);

    /// <summary>The way of a channel.</summary>
    public static PaymentConfig Of(PaymentChannel channel) => All.First(config => config.Channel == channel);

    /// <summary>The fields with what was sent for them, or the first thing that is wrong.</summary>
    public Result<IReadOnlyList<PaymentField>> Fill(IReadOnlyList<PaymentField> sent)
    {
        ArgumentNullException.ThrowIfNull(sent);
        if (sent.FirstOrDefault(one => Fields.All(field => field.Index != one.Index)) is { } unknown)
        {
            return Refused($"There is no field {unknown.Index} in {Name}.");
        }
        var filled = new List<PaymentField>();
        foreach (var field in Fields)
        {
            if (sent.Count(one => one.Index == field.Index) > 1)
            {
                return Refused($"Field {field.Index} was sent twice.");
            }
            var one = sent.FirstOrDefault(other => other.Index == field.Index);
            var full = field with { Text = one?.Text ?? "", PicUrl = one?.PicUrl ?? [], TempPicUrl = one?.TempPicUrl ?? [],
                BoxSize = one?.BoxSize ?? "" };
            if (full.Fault() is { } fault)
            {
                return Refused(fault);
            }
            if (full.IsAccount && !IsAccountNumber(full.Text))
            {
                return Refused(Channel == PaymentChannel.Clabe ? "A CLABE has 18 digits, and the last one checks the others."
                    : "A CVU has 22 digits in two blocks, each with its check digit.");
            }
            filled.Add(full);
        }
        return filled;
    }

    private bool IsAccountNumber(string text) => Channel == PaymentChannel.Clabe ? CheckDigits.IsClabe(text) : CheckDigits.IsCvu(text);

    private static DomainError Refused(string message) => DomainError.Of(ErrorCode.AddressInvalid, "fieldJson", message);
}
