using System.Text.RegularExpressions;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Rates;

/// <summary>Market rates: what every source says, rates that an admin sets by hand, and jumps that somebody accepts.</summary>
public sealed partial class RateDesk(DeskTransaction transaction, DeskGate gate, RateBoard board, RateSettings settings)
{
    private const int ReasonLengthMax = 1_000;

    /// <summary>The pairs that exchanges are made in, with every source.</summary>
    public async Task<Result<IReadOnlyList<RatePicture>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ExchangeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return (List<RatePicture>)[await board.ReadAsync(RateSettings.WatchedBase, RateSettings.WatchedQuote, cancellation)];
    }

    /// <summary>Sets a rate by hand. It counts where the source <c>desk</c> stands in the order, until it is too old.</summary>
    public Task<Result<RatePicture>> SetAsync(SetRate command, CancellationToken cancellation) => RunAsync(
        Permission.RateEdit, command.Base, command.Quote, command.Rate, command.Reason, async (work, pair, rate, token) =>
        {
            if (settings.Order.All(source => source.Name != RateSettings.Desk))
            {
                return new DomainError(ErrorCode.WrongState,
                    "The order of sources (Rates:Order) has no place for rates that are set by hand.");
            }
            var (rows, _) = await board.RowsAsync(pair.Base, pair.Quote, token);
            var before = rows.FirstOrDefault(row => row.Source == RateSettings.Desk);
            RateRows.Keep(work, pair.Base, pair.Quote, new KeptRate(
                RateSettings.Desk, rate, work.Now, RateFeedState.Working, null, work.Actor.PersonId, work.Actor.DisplayName,
                    command.Reason!.Trim(), work.Now));
            work.Audit(new AuditNote("rate.set", "rate", RatePicture.IdOf(pair.Base, pair.Quote))
            {
                Reason = command.Reason.Trim(),
                Changes = new { pair.Base, pair.Quote, From = before?.Rate?.ToString(), To = rate.ToString() },
            });
            return Unit.Done;
        }, cancellation);

    /// <summary>Accepts a rate that jumped, as the person read it; from then on changes are measured from it. Whoever set a rate by hand
    /// does not accept its jump.</summary>
    public Task<Result<RatePicture>> AcceptAsync(AcceptRate command, CancellationToken cancellation) => RunAsync(
        Permission.RateAccept, command.Base, command.Quote, command.Rate, command.Reason, async (work, pair, rate, token) =>
        {
            var picture = await board.ReadAsync(pair.Base, pair.Quote, token);
            if (picture is not { JumpBps: { } jump, Chosen: { Rate: { } offered } chosen })
            {
                return new DomainError(ErrorCode.WrongState, "No rate of this pair waits to be accepted.");
            }
            if (ExchangePrice.DifferenceBps(rate, offered) != 0)
            {
                return new DomainError(ErrorCode.ConcurrentChange, $"The market says {offered} now. Look again.");
            }
            if (chosen.SetBy == work.Actor.PersonId)
            {
                return new DomainError(ErrorCode.MakerMayNotCheck, "Somebody else has to accept the jump of a rate that you set.");
            }
            RateRows.Remember(work, pair.Base, pair.Quote, RateJump.Accepted(offered, work.Now));
            work.Audit(new AuditNote("rate.accept", "rate", picture.Id)
            {
                Reason = command.Reason!.Trim(),
                Changes = new { pair.Base, pair.Quote, From = picture.Memory?.Seen.ToString(), To = offered.ToString(), JumpBps = jump,
                    Source = chosen.Title },
            });
            return Unit.Done;
        }, cancellation);

    private async Task<Result<RatePicture>> RunAsync(
        Permission permission, string? baseCode, string? quoteCode, string? rateText, string? reason,
        Func<DeskWork, (string Base, string Quote), Rate, CancellationToken, Task<Result<Unit>>> act, CancellationToken cancellation)
    {
        var done = await transaction.RunAsync<Unit>(new DeskCommand(permission) { NeedsFreshSignIn = true }, async (work, token) =>
        {
            if (baseCode is null || quoteCode is null || !Ticker().IsMatch(baseCode) || !Ticker().IsMatch(quoteCode)
                || baseCode == quoteCode)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "base", "base and quote must be two tickers such as USDC and EUR.");
            }
            if (!Rate.TryParse(rateText, out var rate) || !rate.IsPlausible() || (IsWatched(baseCode, quoteCode)
                && !ExchangePrice.IsPlausible(rate)))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "rate", $"rate must be {Rate.Bounds}; USDC in EUR from 0.01 to 100.");
            }
            if (string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonLengthMax)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "reason",
                    $"reason is required, with at most {ReasonLengthMax} characters.");
            }
            var acted = await act(work, (baseCode, quoteCode), rate, token);
            if (acted.IsSuccess)
            {
                work.Touch(Topics.Rates, RatePicture.IdOf(baseCode, quoteCode));
            }
            return acted;
        }, cancellation);
        return done.Failed(out var refused) ? refused : await board.ReadAsync(baseCode!, quoteCode!, cancellation);
    }

    private static bool IsWatched(string baseCode, string quoteCode) =>
        (baseCode, quoteCode) == (RateSettings.WatchedBase, RateSettings.WatchedQuote);

    [GeneratedRegex("^[A-Z][A-Z0-9]{1,9}\\z")]
    private static partial Regex Ticker();
}
