using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>A step of a record: what it is called and who may take it.</summary>
/// <param name="Action">As the audit record calls it: <c>confirm</c>.</param>
/// <param name="Permission">What the actor must hold.</param>
public sealed record RecordStep(string Action, Permission Permission)
{
    /// <summary>The version that the person looked at, or null; another one now refuses the step.</summary>
    public int? SeenVersion { get; init; }

    /// <summary>Why, as the record keeps it.</summary>
    public string? Reason { get; init; }

    /// <summary>The event that the merchant hears of, or null.</summary>
    public string? Event { get; init; }

    /// <summary>Whether a person must have proved who they are a short time ago.</summary>
    public bool NeedsFreshSignIn { get; init; }
}

/// <summary>
/// How every kind of record is changed: found as its desk finds it, held against the version that was looked at, moved by
/// its own rules, told to the merchant, and left with one trail. What a kind adds is how it is found, shown and told.
/// </summary>
public abstract class RecordDesk<TRecord, TView>(DeskTransaction transaction, PolicyGate policy)
    where TRecord : class, IRecord
{
    /// <summary>The pipeline, for commands that are no step of one record.</summary>
    private protected DeskTransaction Transaction { get; } = transaction;

    /// <summary>The approval policy.</summary>
    private protected PolicyGate Policy { get; } = policy;

    /// <summary>The record, or null when there is none that the actor may know of.</summary>
    private protected abstract Task<TRecord?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation);

    /// <summary>What is said when there is none.</summary>
    private protected abstract DomainError Missing { get; }

    /// <summary>The record as the actor may see it.</summary>
    private protected abstract TView View(DeskWork work, TRecord record);

    /// <summary>The event of a step that began in the status <paramref name="from"/>.</summary>
    private protected abstract DeskEvent Event(string type, TRecord record, string from);

    /// <summary>What the audit record says of a step beside its reason.</summary>
    private protected virtual object? Changes(DeskWork work, RecordStep step, TRecord record) => null;

    /// <summary>The reason of a step, as the audit record keeps it.</summary>
    private protected virtual string? ReasonOf(RecordStep step, TRecord record, string from) => step.Reason?.Trim();

    /// <summary>Runs a step in a transaction of its own.</summary>
    private protected Task<Result<TView>> ChangeAsync(
        Guid id, RecordStep step, Func<DeskWork, TRecord, CancellationToken, Task<Result<TRecord>>> change,
        CancellationToken cancellation) =>
        Transaction.RunAsync<TView>(new DeskCommand(step.Permission) { NeedsFreshSignIn = step.NeedsFreshSignIn }, async (work, token) =>
            await FindAsync(work, id, token) is { } record ? await StepAsync(work, record, step, change, token) : Missing, cancellation);

    /// <summary>Runs a step that asks nothing of the database in a transaction of its own.</summary>
    private protected Task<Result<TView>> ChangeAsync(Guid id, RecordStep step, Func<DeskWork, TRecord, Result<TRecord>> change,
        CancellationToken cancellation) =>
        ChangeAsync(id, step, (work, record, _) => Task.FromResult(change(work, record)), cancellation);

    /// <summary>Runs a step inside a command.</summary>
    private protected async Task<Result<TView>> StepAsync(DeskWork work, TRecord record, RecordStep step,
        Func<DeskWork, TRecord, CancellationToken, Task<Result<TRecord>>> change, CancellationToken cancellation)
    {
        if (record.Unseen(step.SeenVersion) is { } unseen)
        {
            return unseen;
        }
        if (await HeldDecisions.RefusalAsync(work, record, cancellation) is { } held)
        {
            return held;
        }
        var from = record.StatusName;
        if ((await change(work, record, cancellation)).Failed(out var refused))
        {
            return refused;
        }
        if (step.Event is { } told)
        {
            await work.RaiseAsync(Event(told, record, from), cancellation);
        }
        RecordTrail.Record(work, record, step.Action, from, ReasonOf(step, record, from), Changes(work, step, record));
        return View(work, record);
    }

    /// <summary>Asks the policy first: done now, or waiting for a second person while live views are told.</summary>
    private protected async Task<Result<Decided<T>>> DecideAsync<T>(
        DeskWork work, TRecord record, PolicyCase about, Func<Task<Result<T>>> act, CancellationToken cancellation)
        where T : class
    {
        if (await HeldDecisions.RefusalAsync(work, record, cancellation) is { } held)
        {
            return held;
        }
        var ruled = await Policy.RuleAsync(work, about, cancellation);
        if (ruled.Failed(out var denied))
        {
            return denied;
        }
        if (ruled.Value is { } waiting)
        {
            work.Touch(TRecord.Kind.Queue, record.Id);
            return Decided<T>.Later(waiting);
        }
        return (await act()).Map(Decided<T>.Now);
    }
}
