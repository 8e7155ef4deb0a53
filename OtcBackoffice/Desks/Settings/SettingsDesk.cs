using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Desks.Settings;

/// <summary>A setting with the value that holds now and where that comes from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The effective value.</param>
/// <param name="Unit">What it is counted in.</param>
/// <param name="Source"><c>start</c> for the environment or a default, <c>desk</c> when two admins decided it.</param>
/// <param name="IsEditable">Whether it is changed here; the others are changed where the server is started.</param>
public sealed record SettingView(string Name, string Value, string Unit, string Source, bool IsEditable);

/// <summary>New values by their names.</summary>
public sealed record SettingsChange(IReadOnlyDictionary<string, string> Values, string? Reason);

/// <summary>Caps, tolerances and leases: what holds now, and changes that a second admin agrees to.</summary>
public sealed class SettingsDesk(DeskTransaction transaction, DeskGate gate, DeskSettings settings, PolicyGate policy, IChainNode chain)
{
    private const string Masked = "********";

    /// <summary>What approvals call the settings as a whole.</summary>
    public static readonly Guid RecordId = Guid.Parse("00000000-0000-7000-8000-5e7712650001");

    /// <summary>Every setting.</summary>
    public async Task<Result<IReadOnlyList<SettingView>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.SettingRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var decided = await reading.Db.DeskSettings.Select(row => row.Name).ToListAsync(cancellation);
        var limits = await LimitsReader.ReadAsync(reading.Rows, settings.Limits, cancellation);
        return
        (List<SettingView>)[
            Shown(LimitsReader.OfficerCap, limits, "USD", decided), Shown(LimitsReader.FourEyes, limits, "USD", decided),
            Shown(LimitsReader.Tolerance, limits, "basis points", decided), Shown(LimitsReader.ClaimLease, limits, "seconds", decided),
            new("proof_max_bytes", settings.ProofBytesMax.ToString(CultureInfo.InvariantCulture), "bytes", "start", false),
            new("proof_public", settings.ProofsArePublic ? "true" : "false", "", "start", false),
            new("events_webhook_secret", Masked, "", "start", false),
            .. Network.All.SelectMany(network => Connected(chain.Connection(network.Code))),
        ];
    }

    // How a network is settled, and where its node answers; a key is told only by being there.
    private static IEnumerable<SettingView> Connected(ChainConnection connection)
    {
        var settled = connection.Kind == "none" ? "not connected" : connection.IsWatchOnly ? $"{connection.Kind}, watch-only"
            : connection.Kind;
        yield return new SettingView($"chain_{connection.Network}", settled, "", "start", false);
        if (connection.Endpoint is { } endpoint)
        {
            yield return new SettingView($"chain_{connection.Network}_url", endpoint, "", "start", false);
            yield return new SettingView($"chain_{connection.Network}_api_key", connection.HasKey ? Masked : "none", "", "start", false);
        }
    }

    /// <summary>Changes settings; the policy lets no admin do it alone.</summary>
    public Task<Result<Decided<IReadOnlyList<SettingView>>>> ChangeAsync(SettingsChange change, DateTime? effectiveAtUtc,
        CancellationToken cancellation) =>
        transaction.RunAsync<Decided<IReadOnlyList<SettingView>>>(new DeskCommand(Permission.SettingEdit) { NeedsFreshSignIn = true },
            (work, token) => ChangeAsync(work, change, effectiveAtUtc, token), cancellation);

    /// <summary>How a change runs when a second admin has agreed.</summary>
    internal CommandReplay Replay => CommandReplay.Of<SettingsChange, Decided<IReadOnlyList<SettingView>>>(
        ApprovalOperation.SettingChange, Permission.SettingEdit, async (work, _, token) =>
            await VersionAsync(work, token), (work, _, change, token) => ChangeAsync(work, change, null, token));

    private async Task<Result<Decided<IReadOnlyList<SettingView>>>> ChangeAsync(DeskWork work, SettingsChange change,
        DateTime? effectiveAtUtc, CancellationToken cancellation)
    {
        var before = await LimitsReader.ReadAsync(work, settings.Limits, cancellation);
        var after = before;
        foreach (var (name, value) in change.Values)
        {
            if (LimitsReader.With(after, name, value) is not { } next)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, name, $"{name} cannot be {(value.Length > 40 ? value[..40] : value)}.");
            }
            after = next;
        }
        if (change.Values.Count == 0 || after == before)
        {
            return new DomainError(ErrorCode.InvalidRequest, "Send at least one setting with another value than it has.");
        }
        var about = new PolicyCase(ApprovalOperation.SettingChange, "settings", RecordId, await VersionAsync(work, cancellation),
            "the settings")
        {
            Summary = $"{string.Join(", ", change.Values.Select(pair => $"{pair.Key}: {TextOf(before, pair.Key)} -> {pair.Value}"))}. {change.Reason}".Trim(),
            Command = change,
            EffectiveAtUtc = effectiveAtUtc,
        };
        var ruled = await policy.RuleAsync(work, about, cancellation);
        if (ruled.Failed(out var denied))
        {
            return denied;
        }
        if (ruled.Value is { } waiting)
        {
            return Decided<IReadOnlyList<SettingView>>.Later(waiting);
        }
        foreach (var (name, value) in change.Values)
        {
            await WriteAsync(work, name, value, cancellation);
        }
        work.Audit(new AuditNote("settings.change", "settings", RecordId)
        {
            Reason = change.Reason,
            Changes = new { Before = before, After = after, work.Replaying?.ApprovalId, ApprovedBy = work.Replaying?.CheckerId },
        });
        work.Touch(Topics.Catalogue, RecordId);
        return Decided<IReadOnlyList<SettingView>>.Now(
            [.. change.Values.Select(pair => new SettingView(pair.Key, pair.Value, "", "desk", true))]);
    }

    private static async Task WriteAsync(DeskWork work, string name, string value, CancellationToken cancellation)
    {
        var row = await work.Db.DeskSettings.FirstOrDefaultAsync(one => one.Name == name, cancellation);
        if (row is null)
        {
            row = new DeskSettingRow { Name = name };
            work.Db.DeskSettings.Add(row);
        }
        (row.Value, row.ChangedBy, row.ChangedAtUtc) = (value, work.Actor.PersonId, work.Now);
        row.Version++;
    }

    private static async Task<string> VersionAsync(DeskWork work, CancellationToken cancellation) =>
        string.Join(';', (await work.Db.DeskSettings.OrderBy(row => row.Name).ToListAsync(cancellation))
            .Select(row => $"{row.Name}@{row.Version}"));

    private static SettingView Shown(string name, DeskLimits limits, string unit, List<string> decided) =>
        new(name, TextOf(limits, name), unit, decided.Contains(name) ? "desk" : "start", true);

    private static string TextOf(DeskLimits limits, string name) => name switch
    {
        LimitsReader.OfficerCap => DecimalText.Format(limits.OfficerCapUsdCents, UsdNotional.Scale),
        LimitsReader.FourEyes => DecimalText.Format(limits.FourEyesUsdCents, UsdNotional.Scale),
        LimitsReader.Tolerance => limits.ToleranceBps.ToString(CultureInfo.InvariantCulture),
        _ => limits.ClaimLeaseSeconds.ToString(CultureInfo.InvariantCulture),
    };
}
