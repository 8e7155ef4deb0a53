using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>A key for addresses as admins see it. Its first addresses are not shown: whoever confirms it has them from custody.</summary>
public sealed record GatewayKeyView(Guid Id, string Chain, string ExtendedPublicKey, string Status, long NextIndex, long Gap, int GapLimit,
    Guid CreatedBy, DateTime CreatedAt,
    Guid? ConfirmedBy, DateTime? ConfirmedAt)
{
    internal static GatewayKeyView Of(GatewayKey key) =>
        new(key.Id, key.Chain, key.ExtendedPublicKey, key.StatusName, key.NextIndex, key.Gap, key.GapLimit, key.CreatedBy,
        key.CreatedAtUtc, key.ConfirmedBy, key.ConfirmedAtUtc);
}

/// <summary>The extended public keys of custody from which payments get their addresses: entered by one admin, confirmed by
/// another.</summary>
public sealed partial class GatewayKeyDesk(DeskTransaction transaction, DeskGate gate, IPaymentAddresses addresses)
{
    private const string Entity = "gateway_key";

    /// <summary>Every key, newest first.</summary>
    public async Task<Result<IReadOnlyList<GatewayKeyView>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.GatewayEdit, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.GatewayKeys.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id)
            .ToListAsync(cancellation);
        return rows.ConvertAll(GatewayKeyView.Of);
    }

    /// <summary>Enters a key; nothing is derived from it until a second admin has confirmed it.</summary>
    public Task<Result<GatewayKeyView>> EnterAsync(string? chain, string? extendedPublicKey, int? gapLimit,
        CancellationToken cancellation) =>
        transaction.RunAsync<GatewayKeyView>(new DeskCommand(Permission.GatewayEdit) { NeedsFreshSignIn = true }, async (work, token) =>
        {
            if (Network.Find(chain) is not { } network || !GatewayCoin.All.Any(coin => coin.Asset.Network == network))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "chain",
                    $"chain must be one of {string.Join(", ", GatewayCoin.All.Select(coin => coin.Blockchain).Distinct())}.");
            }
            if (addresses.Fault(network.Code, extendedPublicKey ?? "") is { } fault)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "extended_public_key", fault);
            }
            if (await work.Db.GatewayKeys.AnyAsync(row => row.Chain == network.Code && row.ExtendedPublicKey == extendedPublicKey, token))
            {
                return DomainError.Of(ErrorCode.AlreadyTaken, "extended_public_key",
                    "This key was entered before; an index of it is never given out twice.");
            }
            var entered = GatewayKey.Enter(work.NewId(), network.Code, extendedPublicKey!, gapLimit, work.Actor.PersonId, work.Now);
            if (entered.Failed(out var unfit))
            {
                return unfit;
            }
            work.Db.GatewayKeys.Add(entered.Value);
            Record(work, entered.Value, "enter");
            return GatewayKeyView.Of(entered.Value);
        }, cancellation);

    /// <summary>A second admin has compared the first addresses with custody's own; from now on payments use the key.</summary>
    public Task<Result<GatewayKeyView>> ConfirmAsync(Guid id, IReadOnlyList<string>? compared, CancellationToken cancellation) =>
        transaction.RunAsync<GatewayKeyView>(new DeskCommand(Permission.GatewayEdit) { NeedsFreshSignIn = true }, async (work, token) =>
        {
            if (await work.Db.GatewayKeys.FirstOrDefaultAsync(row => row.Id == id, token) is not { } key)
            {
                return DomainError.Missing("key");
            }
            var derived = Enumerable.Range(0, GatewayKey.ComparedAddresses)
                .Select(index => addresses.Derive(key.Chain, key.ExtendedPublicKey, index)!).ToList();
            if (key.Confirm(work.Actor.PersonId, derived, compared, work.Now).Failed(out var refused))
            {
                return refused;
            }
            foreach (var earlier in await work.Db.GatewayKeys.Where(row => row.Chain == key.Chain && row.Status == GatewayKeyStatus.Active)
                .ToListAsync(token))
            {
                earlier.Replace();
                Record(work, earlier, "replace");
            }
            Record(work, key, "confirm");
            return GatewayKeyView.Of(key);
        }, cancellation);

    /// <summary>
    /// The address of a new payment: of the chain's key with an index that is never given out again, or of the sandbox's own key where
    /// there is none. At the limit of the gap there is no more: nobody would look for coins beyond it.
    /// </summary>
    internal static async Task<Result<DerivedAddress>> NextAsync(DeskWork work, IPaymentAddresses addresses, GatewayCoin coin,
        CancellationToken cancellation)
    {
        var network = coin.Asset.Network;
        var key = await work.Db.GatewayKeys.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Chain == network.Code && row.Status == GatewayKeyStatus.Active, cancellation);
        if (key is null)
        {
            var free = await work.NextNumberAsync($"gateway_address:{coin.AddressType}", cancellation) - 1_001;
            return addresses.Derive(network.Code, null, free) is { } own
                ? new DerivedAddress(own, null, null)
                : new DomainError(ErrorCode.Unavailable, $"The desk has no key from which addresses on {network.DisplayName} are derived.");
        }
        var next = await work.Session.ScalarAsync(
            "UPDATE gateway_keys SET next_index = next_index + 1 WHERE id = @p0 AND next_index - last_paid_index - 1 < gap_limit "
                + "RETURNING next_index", cancellation, key.Id);
        return next == 0
            ? new DomainError(ErrorCode.Unavailable,
                $"{key.GapLimit} addresses on {network.DisplayName} in a row were not paid: no more are given out until one is.")
            : new DerivedAddress(addresses.Derive(network.Code, key.ExtendedPublicKey, next - 1)!, key.Id, next - 1);
    }

    /// <summary>An address of a key was paid: the gap begins behind it.</summary>
    internal static Task PaidAsync(DeskWork work, GatewayPayment payment, CancellationToken cancellation) =>
        payment is { KeyId: { } key, AddressIndex: { } index }
        ? work.Session.ScalarAsync(
            "UPDATE gateway_keys SET last_paid_index = @p1 WHERE id = @p0 AND last_paid_index < @p1 RETURNING last_paid_index",
            cancellation, key, index)
        : Task.CompletedTask;

    /// <summary>Tells people of keys whose gap has reached its limit, once for each time. Answers how many.</summary>
    internal static async Task<int> AlarmAsync(DeskWork work, CancellationToken cancellation)
    {
        var full = await work.Db.GatewayKeys.AsNoTracking()
            .Where(row => row.Status == GatewayKeyStatus.Active && row.NextIndex - row.LastPaidIndex - 1 >= row.GapLimit)
            .ToListAsync(cancellation);
        var opened = 0;
        foreach (var key in full)
        {
            opened += await Receipts.Alarms.OpenAsync(work, "gateway_gap", Network.Find(key.Chain)!.DisplayName, key.Id,
                string.Create(CultureInfo.InvariantCulture, $"{key.Id}:{key.NextIndex}"),
                $"{key.Gap} addresses on {Network.Find(key.Chain)!.DisplayName} in a row were not paid; no payment is made there until "
                    + $"one is, or a new key is confirmed.", cancellation) ? 1 : 0;
        }
        return opened;
    }

    private static void Record(DeskWork work, GatewayKey key, string action) =>
        work.Audit(new AuditNote($"gateway_key.{action}", Entity, key.Id) { ToStatus = key.StatusName,
            Changes = new { key.Chain, key.ExtendedPublicKey, key.NextIndex, key.GapLimit } });
}

/// <summary>An address with where it comes from.</summary>
internal sealed record DerivedAddress(string Address, Guid? KeyId, long? Index);
