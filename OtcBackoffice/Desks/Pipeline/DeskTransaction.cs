using System.Diagnostics;
using System.Text.Json;
using OtcBackoffice.Data.Telemetry;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>
/// The one pipeline of every write: the actor's standing is read anew, an idempotency key is honoured, the desk's method
/// decides, and aggregate, ledger, audit, outbox, counters and rollups last together or not at all. After the commit live
/// views and dispatchers are nudged; the rows are the promise, the nudge is only speed.
/// </summary>
public sealed class DeskTransaction(
    WriteLane lane, IActorSource actors, TimeProvider clock, DeskSignals signals, FaultPoints faults, InFlightKeys inFlight,
    DeskSettings settings)
{
    /// <summary>How often a command runs when others change the same rows.</summary>
    public const int AttemptsMax = 3;

    /// <summary>Runs a command as whoever is signed in.</summary>
    public Task<Result<T>> RunAsync<T>(DeskCommand command, Func<DeskWork, CancellationToken, Task<Result<T>>> act,
        CancellationToken cancellation) =>
        actors.Current is { } actor
            ? RunAsAsync(actor, command, act, cancellation)
            : Task.FromResult<Result<T>>(new DomainError(ErrorCode.Unauthenticated, "Nobody is signed in."));

    /// <summary>Runs a command as a given actor: jobs, and stored commands that a checker replays.</summary>
    public async Task<Result<T>> RunAsAsync<T>(
        Actor actor, DeskCommand command, Func<DeskWork, CancellationToken, Task<Result<T>>> act, CancellationToken cancellation)
    {
        using var claim = inFlight.TryEnter(actor.PersonId, command.Key);
        if (claim is null)
        {
            return new DomainError(ErrorCode.IdempotencyKeyInFlight, "A request with this idempotency key is being worked on.");
        }
        using var span = CommandMeters.Begin(command);
        var result = await MeasuredAsync(span, actor, command, act, cancellation);
        if (actor.Call is { IsSpent: false } call)
        {
            await SpendAsync(call, cancellation);
        }
        return result;
    }

    private async Task<Result<T>> MeasuredAsync<T>(
        Activity? span, Actor actor, DeskCommand command, Func<DeskWork, CancellationToken, Task<Result<T>>> act,
        CancellationToken cancellation)
    {
        try
        {
            var result = await TryAsync(actor, command, act, cancellation);
            CommandMeters.Ended(span, result);
            return result;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            CommandMeters.Broke(span, fault);
            throw;
        }
    }

    private async Task<Result<T>> TryAsync<T>(
        Actor actor, DeskCommand command, Func<DeskWork, CancellationToken, Task<Result<T>>> act, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(actor, command, act, cancellation);
            }
            catch (Exception fault) when (Conflicts.IsOverdraft(fault))
            {
                return new DomainError(ErrorCode.InsufficientFunds, "The account holds less than the amount; nothing was changed.");
            }
            catch (Exception fault) when (Conflicts.IsConflict(fault))
            {
                CommandMeters.Retried();
                if (attempt == AttemptsMax)
                {
                    CommandMeters.GivenUp();
                    return new DomainError(ErrorCode.ConcurrentChange, "Somebody changed this at the same moment. Read it again.");
                }
            }
            catch (OverflowException fault) when (actor.Kind != ActorKind.System)
            {
                return TooLarge(fault);
            }
            catch (Exception fault) when (actor.Kind != ActorKind.System && Away(fault) is not null)
            {
                return Away(fault)!;
            }
            catch (WriteLostException)
            {
                return new DomainError(ErrorCode.Unavailable, "The database cannot take writes now; nothing was changed.");
            }
        }
    }

    /// <summary>
    /// The refusal for arithmetic that left the books' range. All of it is checked, so a number of a caller that is too large
    /// breaks off the command before anything was written.
    /// </summary>
    public static DomainError TooLarge(Exception fault) =>
        new(ErrorCode.InvalidAmount, fault is Domain.Monetary.AmountTooLargeException known
        ? known.Message : new Domain.Monetary.AmountTooLargeException().Message);

    /// <summary>The refusal for a database or a store of files that cannot be used now; null when the fault is another.</summary>
    public static DomainError? Away(Exception fault) => fault switch
    {
        StoreUnavailableException => new DomainError(ErrorCode.StoreUnavailable,
            "The store of files does not answer; nothing was changed. Try again."),
        StoreCorruptException => new DomainError(ErrorCode.StoreCorrupt,
            "What the store gave back is not what was kept there, so it is not shown."),
        StoreFullException => new DomainError(ErrorCode.Unavailable, "The store is full; nothing was changed."),
        _ => DatabaseAway(fault),
    };

    private static DomainError? DatabaseAway(Exception fault) => !Outages.IsOutage(fault) ? null
        : Outages.IsReadOnly(fault) ? new DomainError(ErrorCode.DatabaseReadOnly,
            "The database takes no writes now; nothing was changed, and reading goes on. Try again later.")
        : Outages.IsOfServer(fault) ? new DomainError(ErrorCode.DatabaseUnavailable,
            "The database does not answer. What broke off in the middle may have been kept; send it again under the same idempotency key.")
                : null;

    // A signed request that changed nothing is spent as well: what it asked for must not come true later, when whoever
    // captured it sends it again.
    private async Task SpendAsync(SignedCall call, CancellationToken cancellation)
    {
        try
        {
            await SignedCalls.SpendAloneAsync(lane, call, cancellation);
        }
        catch (Exception fault) when (Conflicts.IsConflict(fault))
        {
            call.IsSpent = true;
        }
    }

    private async Task<Result<T>> RunOnceAsync<T>(
        Actor actor, DeskCommand command, Func<DeskWork, CancellationToken, Task<Result<T>>> act, CancellationToken cancellation)
    {
        DeskWork? done = null, refused = null;
        var trace = DeskTrace.Current;
        var result = await lane.RunAsync(
            async (session, token) =>
            {
                var work = new DeskWork(session, clock) { Trace = trace };
                var outcome = await ActAsync(work, actor, command, act, token);
                done = outcome is { IsSuccess: true, IsReplay: false } ? work : null;
                refused = outcome.Failed(out var why) && IsNoted(work, command, why) ? work : null;
                return new LaneOutcome<Result<T>>(outcome, done is not null);
            },
            cancellation);
        if (done is not null)
        {
            if (actor.Call is { } call)
            {
                call.IsSpent = true;
            }
            await faults.PassAsync(FaultPoints.DeskAfterCommit, cancellation);
            signals.Publish(done.Touched);
        }
        if (refused is not null)
        {
            await KeepRefusalAsync(refused, $"{command.Permission} {actor.Route}", cancellation);
        }
        return result;
    }

    // What somebody tried and was not allowed is as much a part of the record as what was done; a mistyped body is not. The
    // policy notes its own refusals, with the rule. Who has no standing at all is not named.
    private static bool IsNoted(DeskWork work, DeskCommand command, DomainError refused)
    {
        if (work.Refusals.Count == 0 && work.Actor is not null && refused.Kind is ErrorKind.Forbidden or ErrorKind.NeedsSecondPerson
            && refused.Code != ErrorCode.StepUpRequired)
        {
            work.OnRefusal(later => later.Audit(new AuditNote("refused", "command", work.Actor.Actor.Subject ?? Guid.Empty)
            {
                Reason = refused.Message,
                Changes = new { refused.Code, command.Permission, Route = command.Key?.Route ?? work.Actor.Actor.Route },
            }));
        }
        return work.Refusals.Count > 0;
    }

    // The refused command left nothing behind; that it was refused, and why, is written on its own.
    private Task<bool> KeepRefusalAsync(DeskWork refused, string command, CancellationToken cancellation) => lane.RunAsync(
        async (session, token) =>
        {
            var work = new DeskWork(session, clock) { Actor = refused.Actor };
            if (await RefusalCounts.IsFirstAsync(work, command, refused.Actor.Actor.Subject ?? Guid.Empty, token))
            {
                foreach (var note in refused.Refusals)
                {
                    note(work);
                }
            }
            await session.SaveAsync(token);
            return new LaneOutcome<bool>(true, true);
        },
        cancellation);

    private async Task<Result<T>> ActAsync<T>(
        DeskWork work, Actor actor, DeskCommand command, Func<DeskWork, CancellationToken, Task<Result<T>>> act,
        CancellationToken cancellation)
    {
        var standing = await Standings.ReadAsync(work.Session, actor, work.Now, cancellation);
        if (standing.Failed(out var refused))
        {
            return refused;
        }
        work.Actor = standing.Value;
        if (actor.Call is { IsSpent: false } call && await SignedCalls.SpendAsync(work.Session, call, cancellation) is { } used)
        {
            return used;
        }
        if (command.Permission is { } permission && !work.Actor.May(permission))
        {
            return new DomainError(ErrorCode.Forbidden, $"This needs one of the roles {string.Join(", ",
                PermissionTable.HoldersOf(permission).Select(role => Domain.Lifecycles.Names.Snake(role)))}.");
        }
        if (SignInRules.Refusal(work.Actor, command, settings, work.Now) is { } unproven)
        {
            return unproven;
        }
        if (command.Key is { } key && await ReplayAsync<T>(work, key, cancellation) is { } replay)
        {
            return replay;
        }
        var result = await act(work, cancellation);
        if (!result.IsSuccess)
        {
            return result;
        }
        if (await work.FinishAsync(cancellation) is { } halted)
        {
            return halted;
        }
        if (command.Key is { } kept)
        {
            work.Session.Queue(
                "INSERT INTO idempotency_records (tenant_id, route, key, fingerprint, answer, created_at_utc) VALUES (@p0, @p1, @p2, @p3, "
                    + "@p4, @p5)",
                work.TenantId, kept.Route, kept.Key, kept.Fingerprint, JsonSerializer.Serialize(result.Value, DeskJson.Options), work.Now);
        }
        await work.Session.SaveAsync(cancellation);
        return result;
    }

    private static async Task<Result<T>?> ReplayAsync<T>(DeskWork work, DeskKey key, CancellationToken cancellation)
    {
        var found = await work.Session.ReadAsync(
            "SELECT fingerprint, answer FROM idempotency_records WHERE tenant_id = @p0 AND route = @p1 AND key = @p2",
            row => (Fingerprint: row.GetString(0), Answer: row.GetString(1)), cancellation, work.TenantId, key.Route, key.Key);
        if (found.Count == 0)
        {
            return null;
        }
        if (found[0].Fingerprint != key.Fingerprint)
        {
            return new DomainError(ErrorCode.IdempotencyKeyReused, "This idempotency key was used with another body.");
        }
        Result<T> answer = JsonSerializer.Deserialize<T>(found[0].Answer, DeskJson.Options)!;
        return answer.AsReplay();
    }
}

/// <summary>What a command is, apart from its body.</summary>
/// <param name="Permission">What the actor must hold, read anew; null only for jobs.</param>
/// <param name="Key">The caller's idempotency key, or null.</param>
public sealed record DeskCommand(Permission? Permission, DeskKey? Key = null)
{
    /// <summary>Whether a person must have proved who they are a short time ago. A token is its own proof.</summary>
    public bool NeedsFreshSignIn { get; init; }

    /// <summary>Whether it concerns the actor's own account, which must stay open to set up a second factor.</summary>
    public bool IsOwnAccount { get; init; }
}

/// <summary>An idempotency key with what it was sent for.</summary>
/// <param name="Route">The surface and route, so that one key may be used on two routes.</param>
/// <param name="Key">The caller's key.</param>
/// <param name="Fingerprint">The hash of the body; the same key with another body is refused.</param>
public sealed record DeskKey(string Route, string Key, string Fingerprint);

/// <summary>How stored answers and payloads are written.</summary>
public static class DeskJson
{
    /// <summary>Lower snake case names, enums as their snake case names.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The same for what receivers hear: times are written as answers write them, so that a record has one body.</summary>
    public static readonly JsonSerializerOptions Events = new(Options) { Converters = { new EventTimes() } };

    private sealed class EventTimes : System.Text.Json.Serialization.JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTime();

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
    }
}
