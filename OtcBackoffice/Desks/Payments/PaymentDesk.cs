using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Desks.Payments;

/// <summary>A payment method as somebody asks for it.</summary>
public sealed record AddPaymentMethod(
    long? SubMerchantNumber, string? Country, string? FiatCurrency, long? PaymentConfigId, string? LogoUrl, string? Name, string? RealName,
        IReadOnlyList<PaymentField> Fields, string? Remark);

/// <summary>A payment method as it is shown.</summary>
public sealed record PaymentMethodView(
    long Number, long SubMerchantNumber, int PaymentConfigId, bool IsAutomatic, string Country, string FiatCurrency, string Name,
    string RealName,
    IReadOnlyList<PaymentField> Fields, VerificationStatus Status, bool IsRefundAccount, string Remark, DateTime CreatedAtUtc)
{
    /// <summary>The customer; for staff.</summary>
    public string MerchantName { get; init; } = "";

    /// <summary>Why it was refused.</summary>
    public string Reason { get; init; } = "";

    internal static PaymentMethodView Of(PaymentMethod row, string merchantName = "") => new(
        row.Number, row.SubMerchantNumber, row.PaymentConfigId, PaymentConfig.Find(row.PaymentConfigId)?.IsAutomatic ?? false, row.Country,
        row.FiatCurrency, row.Name, row.RealName,
        JsonSerializer.Deserialize<List<PaymentField>>(row.Fields, DeskJson.Options)!, row.Status, row.IsRefundAccount, row.Remark,
        row.CreatedAtUtc)
    {
        MerchantName = merchantName,
        Reason = row.Reason,
    };
}

/// <summary>A sub-merchant as it is shown.</summary>
public sealed record SubMerchantView(long Number, PaymentChannel Channel, string Country, string Name, string Email, SubMerchantKind Kind,
    string FiatCurrency, VerificationStatus Status)
{
    public string Mark { get; init; } = "";
    public string Reason { get; init; } = "";
    public string AccountNumber { get; init; } = "";
    public string Details { get; init; } = "{}";
    public string MerchantName { get; init; } = "";
    public long PaymentNumber { get; init; }
    public string PaymentName { get; init; } = "";
    public string Balance { get; init; } = "";
    public string BuyLimit { get; init; } = "";
    public string BuyUsed { get; init; } = "";
    public string SellLimit { get; init; } = "";
    public string SellUsed { get; init; } = "";
    public DateTime CreatedAtUtc { get; init; }

    internal static SubMerchantView Of(SubMerchant row, int scale, DateTime now, string merchantName = "") =>
        new(row.Number, row.Channel, row.Country, row.Name, row.Email, row.Kind, row.FiatCurrency, row.Status)
        {
            Mark = row.Mark, Reason = row.Reason, AccountNumber = row.AccountNumber, Details = row.Details, MerchantName = merchantName,
            CreatedAtUtc = row.CreatedAtUtc,
            Balance = DecimalText.Format(0, scale), BuyLimit = DecimalText.Format(row.BuyLimitMinor, scale),
            BuyUsed = DecimalText.Format(row.UsedMinor(TradeSide.Buy, now), scale),
            SellLimit = DecimalText.Format(row.SellLimitMinor, scale),
            SellUsed = DecimalText.Format(row.UsedMinor(TradeSide.Sell, now), scale),
        };
}

/// <summary>Customers' payment methods and sub-merchants, and the desk's verification of both.</summary>
public sealed partial class PaymentDesk(DeskTransaction transaction, DeskGate gate, TimeProvider clock, IPhoneNumbers phones)
{
    /// <summary>What a new sub-merchant may buy or sell for in a day, in whole units of its currency.</summary>
    public const long DayLimitUnits = 1_000_000;

    private const int NameLengthMax = 120, PerMerchantMax = 1_000;

    /// <summary>Adds a payment method; it waits for verification.</summary>
    public Task<Result<long>> AddMethodAsync(AddPaymentMethod asked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return transaction.RunAsync<long>(new DeskCommand(Permission.BlockTradeOwn), async (work, token) =>
        {
            var owner = await work.Db.SubMerchants.FirstOrDefaultAsync(row => row.Number == asked.SubMerchantNumber
                && row.MerchantId == work.Actor.MerchantId, token);
            if (owner is null || owner.Status == VerificationStatus.Failed)
            {
                return DomainError.Of(ErrorCode.SubMerchantNotUsable, "mcId", "mcId is no merchant of yours.");
            }
            if (PaymentConfig.Find(asked.PaymentConfigId ?? 0) is not { } config || config.Country != asked.Country
                || config.FiatCurrency != asked.FiatCurrency || config.Country != owner.Country)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "paymentConfigId",
                    "paymentConfigId must be a payment of this merchant's country and currency.");
            }
            if (Fault(asked) is { } fault)
            {
                return fault;
            }
            if (await work.Db.PaymentMethods.CountAsync(row => row.MerchantId == owner.MerchantId, token) >= PerMerchantMax)
            {
                return new DomainError(ErrorCode.InvalidRequest, $"There are {PerMerchantMax} payment methods already.");
            }
            var filled = config.Fill(asked.Fields);
            if (filled.Failed(out var refused))
            {
                return refused;
            }
            var method = PaymentMethod.Create(work.NewId(), await work.NextNumberAsync("payment_methods", token), owner, config,
                asked.Name!.Trim(), asked.LogoUrl ?? "",
                asked.RealName!.Trim(), JsonSerializer.Serialize(filled.Value, DeskJson.Options), asked.Remark ?? "", work.Now);
            work.Db.PaymentMethods.Add(method);
            Record(work, "payment_method", method.Id, method.MerchantId, "create", null, VerificationStatus.Authenticating, null,
                new { method.Number, owner.Name });
            return method.Number;
        }, cancellation);
    }

    /// <summary>Checks a sub-merchant as it was sent; <paramref name="read"/> answers a field by its name on the wire.</summary>
    public Result<SubMerchantTerms> ReadSubMerchant(Func<string, string?> read) =>
        SubMerchantTerms.Read(read, text => phones.E164(text, "MX"), DateOnly.FromDateTime(clock.UtcNowMillis()));

    /// <summary>Adds a sub-merchant; it waits for verification.</summary>
    public Task<Result<long>> AddSubMerchantAsync(SubMerchantTerms terms, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return transaction.RunAsync<long>(new DeskCommand(Permission.BlockTradeOwn), async (work, token) =>
        {
            if (work.Actor.MerchantId is not { } merchant)
            {
                return new DomainError(ErrorCode.Forbidden, "Only a merchant has merchants.");
            }
            var id = work.NewId();
            var named = await NameBook.TakeAsync(work, NameBook.SubMerchants, id, terms.Name,
                DomainError.Of(ErrorCode.AlreadyTaken, "merchantName", "merchantName is taken."), token);
            if (named.Failed(out var taken))
            {
                return taken;
            }
            if (await work.Db.SubMerchants.AnyAsync(row => row.Email == terms.Email, token))
            {
                return DomainError.Of(ErrorCode.AlreadyTaken, "email", "email is taken.");
            }
            terms = terms with { Mark =
                $"{await MarkOfAsync(work, terms, token)} {(named.Value.Length > 0 ? $"The name {named.Value}." : "")}".Trim() };
            var scale = await work.Db.FiatCurrencies.Where(row => row.IsoCode == PaymentConfig.Of(terms.Channel).FiatCurrency)
                .Select(row => row.FractionDigits).FirstOrDefaultAsync(token);
            var limit = DecimalText.TryParse($"{DayLimitUnits}", scale, out var minor) ? minor : 0;
            var made = SubMerchant.Create(id, await work.NextNumberAsync("sub_merchants", token), merchant, terms, limit, work.Now);
            work.Db.SubMerchants.Add(made);
            Record(work, "sub_merchant", made.Id, merchant, "create", null, VerificationStatus.Authenticating, null,
                new { made.Number, made.Name, made.Mark });
            return made.Number;
        }, cancellation);
    }

    // One number may stand for one person with two accounts, or for two who share a paper: the verifier is told where else it is.
    private static async Task<string> MarkOfAsync(DeskWork work, SubMerchantTerms terms, CancellationToken cancellation)
    {
        var others = await work.Db.SubMerchants.AsNoTracking().Where(row => row.Details.Contains(terms.Identifier))
            .OrderBy(row => row.Number)
            .Select(row => row.Number).Take(5).ToListAsync(cancellation);
        return others.Count == 0 ? terms.Mark
            : $"{terms.Mark} The identifier stands on sub-merchant {string.Join(", ", others)} as well.".TrimStart();
    }

    /// <summary>A page of a sub-merchant's payment methods, oldest first.</summary>
    public async Task<Result<BlockTrades.NumberedPage<PaymentMethodView>>> MethodsAsync(
        long subMerchant, string? country, string? fiat, VerificationStatus? status, int current, int size, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchant = reading.Actor.MerchantId;
        var listed = reading.Db.PaymentMethods.Where(row => row.MerchantId == merchant && row.SubMerchantNumber == subMerchant
            && (country == null || row.Country == country) && (fiat == null || row.FiatCurrency == fiat)
            && (status == null || row.Status == status));
        var total = await listed.LongCountAsync(cancellation);
        var rows = await listed.OrderBy(row => row.Number).Skip((current - 1) * size).Take(size).ToListAsync(cancellation);
        return new BlockTrades.NumberedPage<PaymentMethodView>(current, size, total, rows.ConvertAll(row => PaymentMethodView.Of(row)));
    }

    /// <summary>The customer's sub-merchants, oldest first, with limits, what is used of them, and their fiat.</summary>
    public async Task<Result<IReadOnlyList<SubMerchantView>>> SubMerchantsAsync(string? name, string? email, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchant = reading.Actor.MerchantId;
        var mail = email?.Trim().ToLowerInvariant();
        var rows = await reading.Db.SubMerchants.Where(row => row.MerchantId == merchant && row.Status != VerificationStatus.Failed
            && (name == null || row.Name == name) && (mail == null || row.Email == mail)).OrderBy(row => row.Number).Take(PerMerchantMax)
            .ToListAsync(cancellation);
        var scales = await reading.Db.FiatCurrencies.ToDictionaryAsync(row => row.IsoCode, row => row.FractionDigits, cancellation);
        var methods = await reading.Db.PaymentMethods.Where(row => row.MerchantId == merchant && row.Status == VerificationStatus.Active)
            .OrderBy(row => row.Number).ToListAsync(cancellation);
        var ids = rows.ConvertAll(row => (Guid?)row.Id);
        var held = await reading.Db.LedgerAccounts.Where(row => ids.Contains(row.OwnerId))
            .ToDictionaryAsync(row => row.Key, row => row.CreditMinor - row.DebitMinor, cancellation);
        return rows.ConvertAll(row =>
        {
            var method = methods.FirstOrDefault(one => one.SubMerchantId == row.Id);
            var account = new AccountKey(AccountFamily.MerchantAvailable, new AssetCode(row.FiatCurrency), row.Id).Text;
            return SubMerchantView.Of(row, scales.GetValueOrDefault(row.FiatCurrency, 2), clock.UtcNowMillis()) with
            {
                PaymentNumber = method?.Number ?? 0,
                PaymentName = method?.Name ?? "",
                Balance = DecimalText.Format(held.GetValueOrDefault(account), scales.GetValueOrDefault(row.FiatCurrency, 2)),
            };
        });
    }

    private static DomainError? Fault(AddPaymentMethod asked)
    {
        (string Field, string? Text, bool Required, int Max)[] texts =
            [("paymentMethodName", asked.Name, true, NameLengthMax), ("realName", asked.RealName, true, NameLengthMax),
                ("paymentLogo", asked.LogoUrl, false, 500), ("remark", asked.Remark, false, 500)];
        foreach (var (field, text, required, max) in texts)
        {
            if ((required && string.IsNullOrWhiteSpace(text)) || text?.Length > max || text?.Any(char.IsControl) == true)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} must have {(required ? 1 : 0)} to {max} characters.");
            }
        }
        return null;
    }

    private static void Record(DeskWork work, string kind, Guid id, Guid merchantId, string action, VerificationStatus? from,
        VerificationStatus to, string? reason, object? changes)
    {
        work.Count($"{kind}s:authenticating",
            (to == VerificationStatus.Authenticating ? 1 : 0) - (from == VerificationStatus.Authenticating ? 1 : 0));
        work.Audit(new AuditNote($"{kind}.{action}", kind, id)
        {
            MerchantId = merchantId,
            FromStatus = from is { } status ? Names.Snake(status) : null,
            ToStatus = Names.Snake(to),
            Reason = reason,
            Changes = changes,
        });
        work.Touch(Topics.BlockTrades, id);
    }
}
