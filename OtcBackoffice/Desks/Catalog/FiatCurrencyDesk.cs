using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Catalog;

/// <summary>A currency as it is shown.</summary>
public sealed record FiatCurrencyView(Guid Id, string IsoCode, string DisplayName, int FractionDigits, int SortOrder, bool IsActive,
    int Version)
{
    internal static FiatCurrencyView Of(FiatCurrency row) =>
        new(row.Id, row.IsoCode, row.DisplayName, row.FractionDigits, row.SortOrder, row.IsActive, row.Version);
}

/// <summary>What a caller says about a currency; null leaves a field as it is, or at its default when one is made.</summary>
public sealed record FiatCurrencyFields(string? IsoCode, string? DisplayName, int? FractionDigits, int? SortOrder, bool? IsActive);

/// <summary>The shared currency catalogue (specification 004, fiat_currencies).</summary>
public sealed class FiatCurrencyDesk(DeskTransaction transaction, DeskGate gate, PolicyGate policy)
{
    /// <summary>The active rows, in their order; for merchants and officers.</summary>
    public async Task<Result<IReadOnlyList<FiatCurrencyView>>> ListActiveAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.CurrencyRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.FiatCurrencies.Where(row => row.IsActive).OrderBy(row => row.SortOrder).ThenBy(row => row.IsoCode)
            .ToListAsync(cancellation);
        return rows.ConvertAll(FiatCurrencyView.Of);
    }

    /// <summary>What the whole catalogue can be asked.</summary>
    public static ListRules<FiatCurrencyView> Rules => CurrencyList.Shape;

    /// <summary>A page of the whole catalogue; for admins.</summary>
    public async Task<Result<ListPage<FiatCurrencyView>>> ListAllAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.CurrencyEdit, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var page = await CurrencyList.Shape.CutAsync(reading.Db.FiatCurrencies, ask, new ListMoment(reading.Db, DateTime.UnixEpoch),
            cancellation);
        return page.With(page.Rows.Select(FiatCurrencyView.Of).ToList());
    }

    /// <summary>
    /// Makes a currency with the decimals that ISO 4217 gives it. Another number of them waits for a second person: the row is
    /// made with the standard's and switched off, and the rest is the stored command.
    /// </summary>
    public Task<Result<Decided<FiatCurrencyView>>> CreateAsync(FiatCurrencyFields fields, CancellationToken cancellation) =>
        transaction.RunAsync<Decided<FiatCurrencyView>>(new DeskCommand(Permission.CurrencyEdit), async (work, token) =>
        {
            var standard = Iso4217.DigitsOf(fields.IsoCode?.Trim().ToUpperInvariant());
            var isOther = standard is { } digits && fields.FractionDigits is { } asked && asked != digits;
            // What was asked for is checked first, so that nobody is asked to agree to what cannot be.
            var tried = FiatCurrency.Create(work.NewId(), fields.IsoCode, fields.DisplayName, fields.FractionDigits ?? standard ?? 2,
                fields.SortOrder ?? 0, fields.IsActive ?? true, work.Now);
            var created = isOther && tried.IsSuccess
                ? FiatCurrency.Create(work.NewId(), fields.IsoCode, fields.DisplayName, standard!.Value, fields.SortOrder ?? 0, false,
                work.Now) : tried;
            if (created.Failed(out var refused))
            {
                return refused;
            }
            var currency = created.Value;
            if (await work.Db.FiatCurrencies.AnyAsync(row => row.IsoCode == currency.IsoCode, token))
            {
                return DomainError.Of(ErrorCode.CurrencyExists, "iso_code", $"{currency.IsoCode} is in the catalogue already.");
            }
            work.Db.FiatCurrencies.Add(currency);
            Record(work, currency, "create", null);
            if (!isOther)
            {
                return Decided<FiatCurrencyView>.Now(FiatCurrencyView.Of(currency));
            }
            await work.Db.SaveChangesAsync(token);
            return await ChangeAsync(work, currency.Id,
                new FiatCurrencyFields(null, null, fields.FractionDigits, null, fields.IsActive ?? true), null, token);
        }, cancellation);

    /// <summary>
    /// Changes a currency, found by id or by ISO code; the ISO code itself never changes. One that deposits use waits for a
    /// second person, and can be agreed for a later time.
    /// </summary>
    public Task<Result<Decided<FiatCurrencyView>>> ChangeAsync(Guid? id, FiatCurrencyFields fields, DateTime? effectiveAtUtc,
        CancellationToken cancellation) =>
        transaction.RunAsync<Decided<FiatCurrencyView>>(new DeskCommand(Permission.CurrencyEdit),
            (work, token) => ChangeAsync(work, id, fields, effectiveAtUtc, token), cancellation);

    /// <summary>How an edit runs when a second person has agreed.</summary>
    internal CommandReplay Replay =>
        CommandReplay.Of<FiatCurrencyFields, Decided<FiatCurrencyView>>(ApprovalOperation.CurrencyChange, Permission.CurrencyEdit,
        async (work, id, token) =>
            await work.Db.FiatCurrencies.FirstOrDefaultAsync(row => row.Id == id, token) is { } row ? VersionOf(row) : null,
        (work, id, fields, token) => ChangeAsync(work, id, fields, null, token));

    private async Task<Result<Decided<FiatCurrencyView>>> ChangeAsync(DeskWork work, Guid? id, FiatCurrencyFields fields,
        DateTime? effectiveAtUtc, CancellationToken cancellation)
    {
        if (fields is { DisplayName: null, FractionDigits: null, SortOrder: null, IsActive: null })
        {
            return new DomainError(ErrorCode.InvalidRequest,
                "Send at least one of display_name, fraction_digits, sort_order and is_active.");
        }
        var code = fields.IsoCode?.Trim().ToUpperInvariant();
        var currency = id is { } key
            ? await work.Db.FiatCurrencies.FirstOrDefaultAsync(row => row.Id == key, cancellation)
            : await work.Db.FiatCurrencies.FirstOrDefaultAsync(row => row.IsoCode == code, cancellation);
        if (currency is null)
        {
            return DomainError.Missing("currency");
        }
        if (code is not null && code != currency.IsoCode)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "iso_code", "iso_code cannot change.");
        }
        var (before, version) = (FiatCurrencyView.Of(currency), VersionOf(currency));
        var isInUse = await work.Db.Deposits.AnyAsync(row => row.FiatCurrency == currency.IsoCode, cancellation);
        if (currency.Change(fields.DisplayName, fields.FractionDigits, fields.SortOrder, fields.IsActive, isInUse).Failed(out var refused))
        {
            return refused;
        }
        var standard = Iso4217.DigitsOf(currency.IsoCode);
        var isContradiction = standard is not null && currency.FractionDigits != standard
            && currency.FractionDigits != before.FractionDigits;
        if (!isInUse && !isContradiction && effectiveAtUtc is not null)
        {
            return PolicyGate.EffectiveAtOnce();
        }
        if (isInUse || isContradiction)
        {
            var about = new PolicyCase(ApprovalOperation.CurrencyChange, "fiat_currency", currency.Id, version, currency.IsoCode)
            {
                Summary = $"{currency.IsoCode}: "
                    + $"{ChangeWords.Of(before, FiatCurrencyView.Of(currency))}{(isContradiction ? $"; ISO 4217 says {standard}" : "")}",
                Command = fields,
                EffectiveAtUtc = effectiveAtUtc,
            };
            var ruled = await policy.RuleAsync(work, about, cancellation);
            if (ruled.Failed(out var denied))
            {
                return denied;
            }
            if (ruled.Value is { } waiting)
            {
                // It was only tried: the row stays as it is until somebody agrees.
                work.Db.Entry(currency).State = EntityState.Detached;
                return Decided<FiatCurrencyView>.Later(waiting);
            }
        }
        Record(work, currency, "change", before);
        return Decided<FiatCurrencyView>.Now(FiatCurrencyView.Of(currency));
    }

    private static string VersionOf(FiatCurrency currency) => currency.Version.ToString(CultureInfo.InvariantCulture);

    private static void Record(DeskWork work, FiatCurrency currency, string action, FiatCurrencyView? before)
    {
        work.Audit(new AuditNote($"currency.{action}", "fiat_currency",
            currency.Id) { Changes = new { Before = before, After = FiatCurrencyView.Of(currency) } });
        work.Touch(Topics.Catalogue, currency.Id);
    }
}
