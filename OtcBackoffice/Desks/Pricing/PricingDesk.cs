using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Desks.Pricing;

/// <summary>Keeps pricing profiles and FX quotes. Deposits that were priced keep the numbers they were given.</summary>
public sealed class PricingDesk(DeskTransaction transaction, DeskGate gate, PolicyGate policy, TimeProvider clock)
{
    /// <summary>What the list of profiles can be asked.</summary>
    public static ListRules<PricingProfileView> ProfileRules => PricingLists.Profiles;

    /// <summary>What the list of quotes can be asked.</summary>
    public static ListRules<FxQuoteView> QuoteRules => PricingLists.Quotes;

    /// <summary>A page of the pricing profiles.</summary>
    public async Task<Result<ListPage<PricingProfileView>>> ListProfilesAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PricingRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var scales = await ScalesAsync(reading.Db, cancellation);
        var page = await PricingLists.Profiles.CutAsync(reading.Db.PricingProfiles, ask, new ListMoment(reading.Db, clock.UtcNowMillis()),
            cancellation);
        return page.With(page.Rows.Select(row => PricingProfileView.Of(row, scales.GetValueOrDefault(row.FiatCurrency, 2))).ToList());
    }

    /// <summary>A page of the FX quotes.</summary>
    public async Task<Result<ListPage<FxQuoteView>>> ListQuotesAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PricingRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var now = clock.UtcNowMillis();
        var page = await PricingLists.Quotes.CutAsync(reading.Db.FxQuotes, ask, new ListMoment(reading.Db, now), cancellation);
        return page.With(page.Rows.Select(row =>
            FxQuoteView.Of(row) with { State = !row.IsActive ? "inactive" : row.ExpiresAtUtc <= now ? "lapsed" : "active" }).ToList());
    }

    /// <summary>Makes a profile.</summary>
    public Task<Result<PricingProfileView>> CreateProfileAsync(PricingProfileFields fields, CancellationToken cancellation) =>
        transaction.RunAsync<PricingProfileView>(new DeskCommand(Permission.PricingEdit), async (work, token) =>
        {
            var terms = await PricingTermsReader.ProfileAsync(work.Db, fields, null, token);
            if (terms.Failed(out var unreadable))
            {
                return unreadable;
            }
            var made = PricingProfile.Create(work.NewId(), terms.Value.Terms, work.Now);
            if (made.Failed(out var refused))
            {
                return refused;
            }
            work.Db.PricingProfiles.Add(made.Value);
            var view = PricingProfileView.Of(made.Value, terms.Value.FiatScale);
            work.Audit(new AuditNote("pricing_profile.create", "pricing_profile", made.Value.Id) { Changes = new { After = view } });
            work.Touch(Topics.Catalogue, made.Value.Id);
            return view;
        }, cancellation);

    /// <summary>Changes a profile. Edits of an active one wait for a second person; deposits that were priced keep their numbers.</summary>
    public Task<Result<Decided<PricingProfileView>>> ChangeProfileAsync(Guid id, PricingProfileFields fields, DateTime? effectiveAtUtc,
        CancellationToken cancellation) =>
        transaction.RunAsync<Decided<PricingProfileView>>(new DeskCommand(Permission.PricingEdit),
            (work, token) => ChangeProfileAsync(work, id, fields, effectiveAtUtc, token), cancellation);

    /// <summary>How an edit runs when a second person has agreed.</summary>
    internal CommandReplay Replay =>
        CommandReplay.Of<PricingProfileFields, Decided<PricingProfileView>>(ApprovalOperation.PricingProfileChange, Permission.PricingEdit,
        async (work, id, token) =>
            await work.Db.PricingProfiles.FirstOrDefaultAsync(row => row.Id == id, token) is { } row ? VersionOf(row) : null,
        (work, id, fields, token) => ChangeProfileAsync(work, id, fields, null, token));

    private async Task<Result<Decided<PricingProfileView>>> ChangeProfileAsync(
        DeskWork work, Guid id, PricingProfileFields fields, DateTime? effectiveAtUtc, CancellationToken cancellation)
    {
        var profile = await work.Db.PricingProfiles.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        if (profile is null)
        {
            return DomainError.Missing("pricing profile");
        }
        var terms = await PricingTermsReader.ProfileAsync(work.Db, fields, profile.Terms, cancellation);
        if (terms.Failed(out var unreadable))
        {
            return unreadable;
        }
        if (PricingProfile.Create(id, terms.Value.Terms, work.Now).Failed(out var impossible))
        {
            return impossible;
        }
        var before = PricingProfileView.Of(profile, terms.Value.FiatScale);
        if (!profile.IsActive && effectiveAtUtc is not null)
        {
            return PolicyGate.EffectiveAtOnce();
        }
        if (profile.IsActive)
        {
            var about = new PolicyCase(ApprovalOperation.PricingProfileChange, "pricing_profile", id, VersionOf(profile),
                $"profile {profile.Name}")
            {
                Summary = $"Profile {profile.Name}: "
                    + $"{ChangeWords.Of(before, PricingProfileView.Of(PricingProfile.Create(id, terms.Value.Terms, work.Now).Value, terms.Value.FiatScale))}",
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
                return Decided<PricingProfileView>.Later(waiting);
            }
        }
        if (profile.Change(terms.Value.Terms).Failed(out var refused))
        {
            return refused;
        }
        var view = PricingProfileView.Of(profile, terms.Value.FiatScale);
        work.Audit(new AuditNote("pricing_profile.change", "pricing_profile", id)
        {
            Changes = new { Before = before, After = view, work.Replaying?.ApprovalId, ApprovedBy = work.Replaying?.CheckerId },
        });
        work.Touch(Topics.Catalogue, id);
        return Decided<PricingProfileView>.Now(view);
    }

    private static string VersionOf(PricingProfile profile) => profile.Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes an FX quote.</summary>
    public Task<Result<FxQuoteView>> CreateQuoteAsync(FxQuoteFields fields, CancellationToken cancellation) =>
        transaction.RunAsync<FxQuoteView>(new DeskCommand(Permission.PricingEdit), async (work, token) =>
        {
            var terms = await PricingTermsReader.QuoteAsync(work.Db, fields, null, token);
            if (terms.Failed(out var unreadable))
            {
                return unreadable;
            }
            var made = FxQuote.Create(work.NewId(), terms.Value, work.Now);
            if (made.Failed(out var refused))
            {
                return refused;
            }
            work.Db.FxQuotes.Add(made.Value);
            work.Audit(new AuditNote("fx_quote.create", "fx_quote",
                made.Value.Id) { Changes = new { After = FxQuoteView.Of(made.Value) } });
            return FxQuoteView.Of(made.Value);
        }, cancellation);

    /// <summary>Changes an FX quote; deposits that were priced with it keep their numbers.</summary>
    public Task<Result<FxQuoteView>> ChangeQuoteAsync(Guid id, FxQuoteFields fields, CancellationToken cancellation) =>
        transaction.RunAsync<FxQuoteView>(new DeskCommand(Permission.PricingEdit), async (work, token) =>
        {
            var quote = await work.Db.FxQuotes.FirstOrDefaultAsync(row => row.Id == id, token);
            if (quote is null)
            {
                return DomainError.Missing("FX quote");
            }
            var terms = await PricingTermsReader.QuoteAsync(work.Db, fields, quote.Terms, token);
            if (terms.Failed(out var unreadable))
            {
                return unreadable;
            }
            var before = FxQuoteView.Of(quote);
            if (quote.Change(terms.Value).Failed(out var refused))
            {
                return refused;
            }
            work.Audit(new AuditNote("fx_quote.change", "fx_quote",
                id) { Changes = new { Before = before, After = FxQuoteView.Of(quote) } });
            return FxQuoteView.Of(quote);
        }, cancellation);

    internal static Task<Dictionary<string, int>> ScalesAsync(BackofficeDbContext db, CancellationToken cancellation) =>
        db.FiatCurrencies.AsNoTracking().ToDictionaryAsync(row => row.IsoCode, row => row.FractionDigits, cancellation);
}
