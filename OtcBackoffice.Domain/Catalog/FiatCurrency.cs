using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Catalog;

/// <summary>A row of the shared currency catalogue (specification 004, fiat_currencies).</summary>
public sealed class FiatCurrency
{
    /// <summary>Most decimals a currency may have.</summary>
    public const int FractionDigitsMax = 4;

    private FiatCurrency()
    {
    }

    /// <summary>The row's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Three upper-case letters; never changes.</summary>
    public string IsoCode { get; private set; } = "";

    /// <summary>What people call it.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>Decimals of an amount: KES 2, JPY 0, KWD 3. Fixed once a deposit uses the currency.</summary>
    public int FractionDigits { get; private set; }

    /// <summary>Place in lists, lowest first.</summary>
    public int SortOrder { get; private set; }

    /// <summary>Whether new business may use it. Open drafts keep showing an inactive one.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Changes with every write; guards against lost updates.</summary>
    public int Version { get; private set; }

    /// <summary>When the row was made.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>The asset code of the books.</summary>
    public AssetCode Code => new(IsoCode);

    /// <summary>Makes a currency; the caller has checked that the code is free.</summary>
    public static Result<FiatCurrency> Create(Guid id, string? isoCode, string? displayName, int fractionDigits, int sortOrder,
        bool isActive, DateTime now)
    {
        var code = isoCode?.Trim().ToUpperInvariant() ?? "";
        if (code.Length != 3 || !code.All(char.IsAsciiLetterUpper))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "iso_code", "iso_code must be three letters.");
        }
        if (Iso4217.DigitsOf(code) is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "iso_code", $"iso_code {code} is no currency of ISO 4217.");
        }
        var currency = new FiatCurrency { Id = id, IsoCode = code, CreatedAtUtc = now, Version = 1 };
        return currency.Write(displayName, fractionDigits, sortOrder, isActive) is { } error ? error : currency;
    }

    /// <summary>Changes the given fields; null leaves one as it is. Fraction digits stay once the currency is in use.</summary>
    public Result<FiatCurrency> Change(string? displayName, int? fractionDigits, int? sortOrder, bool? isActive, bool isInUse)
    {
        if (fractionDigits is { } digits && digits != FractionDigits && isInUse)
        {
            return DomainError.Of(ErrorCode.CurrencyInUse, "fraction_digits", $"{IsoCode} is in use; its fraction digits cannot change.");
        }
        if (Write(displayName ?? DisplayName, fractionDigits ?? FractionDigits, sortOrder ?? SortOrder, isActive ?? IsActive) is { } error)
        {
            return error;
        }
        Version++;
        return this;
    }

    /// <summary>Writes an amount with the currency's decimals.</summary>
    public string Format(long minorUnits) => DecimalText.Format(minorUnits, FractionDigits);

    private DomainError? Write(string? displayName, int fractionDigits, int sortOrder, bool isActive)
    {
        var name = displayName?.Trim() ?? "";
        if (name.Length is 0 or > 80)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "display_name", "display_name must have 1 to 80 characters.");
        }
        if (fractionDigits is < 0 or > FractionDigitsMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "fraction_digits", $"fraction_digits must be 0 to {FractionDigitsMax}.");
        }
        DisplayName = name;
        FractionDigits = fractionDigits;
        SortOrder = sortOrder;
        IsActive = isActive;
        return null;
    }
}
