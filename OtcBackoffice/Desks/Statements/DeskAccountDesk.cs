using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>An account of the desk as it is shown.</summary>
public sealed record DeskAccountView(Guid Id, string Kind, string Currency, string Number, bool IsIban, string Name, string? Bic,
    bool IsActive, DateTime CreatedAtUtc);

/// <summary>What is said about an account; null leaves a part as it is. Kind, currency and number never change.</summary>
public sealed record DeskAccountFields(string? Kind, string? Currency, string? Iban, string? Number, string? Name, string? Bic,
    bool? IsActive);

/// <summary>The desk's own accounts outside, which statements and reconciliation are of. An admin keeps them.</summary>
public sealed class DeskAccountDesk(DeskTransaction transaction, DeskGate gate)
{
    private const int NameLengthMax = 100, NumberLengthMax = 80;

    private static readonly string[] Kinds = ["bank", "mpesa", "wallet"];

    /// <summary>Every account, by kind, currency and name.</summary>
    public async Task<Result<IReadOnlyList<DeskAccountView>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.StatementRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.DeskAccounts.OrderBy(row => row.Kind).ThenBy(row => row.Currency).ThenBy(row => row.Name)
            .ThenBy(row => row.Id).ToListAsync(cancellation);
        return rows.ConvertAll(View);
    }

    /// <summary>Adds an account. One number in one currency is one account.</summary>
    public Task<Result<DeskAccountView>> CreateAsync(DeskAccountFields fields, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return transaction.RunAsync<DeskAccountView>(new DeskCommand(Permission.AccountEdit), async (work, token) =>
        {
            var made = await MakeAsync(work, fields, token);
            if (made.Failed(out var refused))
            {
                return refused;
            }
            var row = made.Value;
            if (await work.Db.DeskAccounts.AnyAsync(one => one.PlainNumber == row.PlainNumber && one.Currency == row.Currency, token))
            {
                return DomainError.Of(ErrorCode.AlreadyTaken, row.IsIban ? "iban" : "number",
                    $"The desk has the account {row.Number} in {row.Currency} already.");
            }
            work.Db.DeskAccounts.Add(row);
            work.Audit(new AuditNote("desk_account.create", "desk_account", row.Id) { Changes = View(row) });
            work.Touch(Topics.StatementProgress, row.Id);
            return View(row);
        }, cancellation);
    }

    /// <summary>Changes name, BIC or whether it is in use.</summary>
    public Task<Result<DeskAccountView>> ChangeAsync(Guid id, DeskAccountFields fields, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return transaction.RunAsync<DeskAccountView>(new DeskCommand(Permission.AccountEdit), async (work, token) =>
        {
            if (fields.Kind is not null || fields.Currency is not null || fields.Iban is not null || fields.Number is not null)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "number",
                    "kind, currency, iban and number of an account never change; add another account.");
            }
            var row = await work.Db.DeskAccounts.FirstOrDefaultAsync(one => one.Id == id, token);
            if (row is null)
            {
                return DomainError.Missing("account");
            }
            if (NameFault(fields.Name ?? row.Name) is { } unnamed)
            {
                return unnamed;
            }
            if (fields.Bic is { } code && BicFault(code) is { } wrong)
            {
                return wrong;
            }
            var before = View(row);
            (row.Name, row.Bic, row.IsActive) =
                (fields.Name?.Trim() ?? row.Name, fields.Bic?.Trim().ToUpperInvariant() ?? row.Bic, fields.IsActive ?? row.IsActive);
            work.Audit(new AuditNote("desk_account.change", "desk_account", id) { Changes = new { Before = before, After = View(row) } });
            return View(row);
        }, cancellation);
    }

    private static async Task<Result<DeskAccount>> MakeAsync(DeskWork work, DeskAccountFields fields, CancellationToken cancellation)
    {
        if (fields.Kind is null || !Kinds.Contains(fields.Kind))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "kind", $"kind must be one of {string.Join(", ", Kinds)}.");
        }
        var currency = fields.Currency?.Trim().ToUpperInvariant() ?? "";
        if (fields.Kind == "wallet" ? !Asset.All.Any(asset => asset.Code.Text == currency)
            : !await work.Db.FiatCurrencies.AnyAsync(row => row.IsoCode == currency, cancellation))
        {
            return DomainError.Of(ErrorCode.CurrencyNotActive, "currency", "currency is not in the catalogue.");
        }
        if (fields.Iban is null == fields.Number is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "iban", "Name either iban or number.");
        }
        var number = (fields.Iban ?? fields.Number)!.Trim();
        var plain = AccountNumbers.Plain(number);
        if (plain.Length == 0 || number.Length > NumberLengthMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, fields.Iban is null ? "number" : "iban",
                $"The number needs letters or digits and has at most {NumberLengthMax} characters.");
        }
        if (fields.Iban is not null && !IbanCheck.IsValid(plain))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "iban", "iban is not valid: its check digits do not fit.");
        }
        if ((NameFault(fields.Name) ?? (fields.Bic is { } code ? BicFault(code) : null)) is { } wrong)
        {
            return wrong;
        }
        return new DeskAccount
        {
            Id = work.NewId(), Kind = fields.Kind, Currency = currency, Number = fields.Iban is null ? number : plain, PlainNumber = plain,
                IsIban = fields.Iban is not null, Name = fields.Name!.Trim(),
            Bic = fields.Bic?.Trim().ToUpperInvariant(), IsActive = fields.IsActive ?? true, CreatedAtUtc = work.Now,
            CreatedBy = work.Actor.PersonId,
        };
    }

    private static DomainError? NameFault(string? name) => name?.Trim() is { Length: > 0 and <= NameLengthMax } ? null
        : DomainError.Of(ErrorCode.InvalidRequest, "name", $"name is required and has at most {NameLengthMax} characters.");

    // ISO 9362: a party of four, a country, a place of two, and a branch of three or none.
    private static DomainError? BicFault(string bic) =>
        bic.Trim() is { Length: 8 or 11 } code && code.All(char.IsAsciiLetterOrDigit) && code[4..6].All(char.IsAsciiLetter) ? null
        : DomainError.Of(ErrorCode.InvalidRequest, "bic",
            "bic has 8 or 11 letters and digits, of which the fifth and sixth are a country.");

    private static DeskAccountView View(DeskAccount row) =>
        new(row.Id, row.Kind, row.Currency, row.Number, row.IsIban, row.Name, row.Bic, row.IsActive, row.CreatedAtUtc);
}
