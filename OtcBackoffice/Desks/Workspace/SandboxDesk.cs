using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>What the sandbox's drawer shows.</summary>
public sealed record SandboxState(DateTime NowUtc)
{
    public required IReadOnlyList<string> Networks { get; init; }

    public required IReadOnlyList<string> Currencies { get; init; }

    public required IReadOnlyList<OpenPush> Pushes { get; init; }

    public required IReadOnlyList<FaultPointState> Faults { get; init; }
}

/// <summary>
/// The sandbox from the console: for administrators at the machine of a desk under development. Everybody else is refused here, whatever
/// their page showed. What it does, the routes under <c>/sandbox</c> do by the same controls.
/// </summary>
public sealed class SandboxDesk(DeskGate gate, ILocalAccess local, TimeProvider clock, ISandboxControls? controls = null)
{
    /// <summary>How the simulated world stands.</summary>
    public async Task<Result<SandboxState>> ReadAsync(CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var currencies = await reading.Db.FiatCurrencies.Where(row => row.IsActive).OrderBy(row => row.SortOrder).ThenBy(row => row.Id)
            .Select(row => row.IsoCode).ToListAsync(cancellation);
        return new SandboxState(clock.GetUtcNow().UtcDateTime)
        {
            Networks = controls!.Networks,
            Currencies = currencies,
            Pushes = controls.OpenPushes(),
            Faults = controls.Faults(),
        };
    }

    /// <summary>Moves the clock forward.</summary>
    public Task<Result<DateTime>> AdvanceAsync(long seconds, CancellationToken cancellation) =>
        RunAsync(world => world.AdvanceAsync(seconds, cancellation), cancellation);

    /// <summary>Mines blocks.</summary>
    public Task<Result<ChainHead>> MineAsync(string network, int count, CancellationToken cancellation) =>
        RunAsync(world => world.MineAsync(network, count, cancellation), cancellation);

    /// <summary>Lets a wire arrive.</summary>
    public Task<Result<StatementLineView>> WireAsync(BankCredit credit, CancellationToken cancellation) =>
        RunAsync(world => world.WireAsync(credit, cancellation), cancellation);

    /// <summary>Answers for the owner of a phone.</summary>
    public Task<Result<PhoneOutcome>> AnswerAsync(PhoneAnswer answer, CancellationToken cancellation) =>
        RunAsync(world => world.AnswerAsync(answer, cancellation), cancellation);

    /// <summary>Arms a fault point.</summary>
    public Task<Result<Unit>> ArmAsync(string point, string mode, int times, CancellationToken cancellation) =>
        RunAsync(world => Task.FromResult<Result<Unit>>(world.Arm(point, mode, times) is { } refused ? refused : Unit.Done), cancellation);

    private async Task<Result<DeskReading>> OpenAsync(CancellationToken cancellation) => controls is null || !local.HasSandbox
        ? DomainError.Missing("sandbox here")
        : await gate.OpenAsync(Permission.SandboxUse, cancellation);

    private async Task<Result<T>> RunAsync<T>(Func<ISandboxControls, Task<Result<T>>> act, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await opened.Value.DisposeAsync();
        try
        {
            return await act(controls!);
        }
        catch (OverflowException)
        {
            return new DomainError(ErrorCode.InvalidAmount, "The amount is larger than the simulated books can hold.");
        }
        catch (Exception fault) when (fault is InjectedFaultException or TimeoutException)
        {
            return new DomainError(ErrorCode.InvalidRequest, "A fault point that is armed broke this off.");
        }
    }
}
