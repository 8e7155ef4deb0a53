using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Jobs;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting.Demo;

/// <summary>
/// Where the demo's past is played: a clock that was set back, and people who act through the desk's own commands, each in a
/// scope of its own. What the desk refuses ends the play; a past that only half happened is no past.
/// </summary>
internal sealed class DemoStage(IServiceProvider root, SandboxClock clock, IReadOnlyDictionary<string, DemoActor> people)
{
    // More than any network of the sandbox asks for.
    private const int BlocksUntilFinal = 30;

    /// <summary>The people's wishes, the same on every machine.</summary>
    public Random Dice { get; } = new(20_261);

    /// <summary>What is the same for all.</summary>
    public IServiceProvider Root => root;

    /// <summary>The moment in the play.</summary>
    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Reads who is there.</summary>
    public static async Task<DemoStage> OpenAsync(IServiceProvider root, SandboxClock clock, CancellationToken cancellation)
    {
        await using var db = root.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var users = await db.Users.AsNoTracking().Select(user => new { user.Email, user.Id, user.DisplayName,
            user.MerchantId }).ToListAsync(cancellation);
        return new DemoStage(root, clock, users.ToDictionary(user => user.Email!.Split('@')[0], user => new DemoActor(user.Id,
            user.DisplayName, user.MerchantId), StringComparer.Ordinal));
    }

    /// <summary>A person by the first part of the address.</summary>
    public DemoActor Person(string name) => people[name];

    /// <summary>Lets minutes pass.</summary>
    public void Pass(double minutes) => clock.LiveTo(clock.GetUtcNow().AddMinutes(minutes));

    /// <summary>Lets the time pass until a moment, if it has not come yet.</summary>
    public void PassTo(DateTime moment)
    {
        if (moment > Now)
        {
            clock.LiveTo(moment);
        }
    }

    /// <summary>Somebody asks a desk for something; what comes back has happened.</summary>
    /// <exception cref="InvalidOperationException">The desk refused.</exception>
    public async Task<T> AsAsync<TDesk, T>(string name, Func<TDesk, Task<Result<T>>> act)
        where TDesk : notnull
    {
        await using var scope = root.CreateAsyncScope();
        var person = people[name];
        // By their tokens, as over HTTP: a person's session would have to be signed in anew every ten minutes of the play.
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Played = new Actor(person.Id, ActorKind.Credential, person.Name);
        var said = await act(scope.ServiceProvider.GetRequiredService<TDesk>());
        return said.Failed(out var refused) ? throw new InvalidOperationException($"{name} at {Now:u}: {refused.Code}, {refused.Message}")
            : said.Value;
    }

    /// <summary>What was approved is sent, blocks are found until it is final, and the desk sees what that means for one kind of
    /// record.</summary>
    public async Task MineAsync(string network, string watcher)
    {
        await RunAsync<JobBoard>(board => board.RunAsync(DeskJobs.TransferSender, default));
        root.GetRequiredService<SandboxChain>().Mine(network, BlocksUntilFinal);
        await RunAsync<JobBoard>(board => board.RunAsync(watcher, default));
    }

    /// <summary>What the desk does by itself or the world does to it.</summary>
    public async Task RunAsync<TDesk>(Func<TDesk, Task> act)
        where TDesk : notnull
    {
        await using var scope = root.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<TDesk>());
    }
}

/// <summary>Somebody of the demo.</summary>
internal sealed record DemoActor(Guid Id, string Name, Guid? MerchantId);

/// <summary>The past of a demo desk that is made now: the clock is set back before the first row is written.</summary>
internal sealed partial class DemoPast(IServiceProvider services, SandboxClock clock, DateTime now, ILogger log)
{
    /// <summary>Sets the clock back when nobody has been here; null when somebody has.</summary>
    public static async Task<DemoPast?> BeginAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await using var db = services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        if (await db.Users.AnyAsync(cancellation) || services.GetService<SandboxClock>() is not { } clock)
        {
            return null;
        }
        var now = clock.GetUtcNow().UtcDateTime;
        clock.Rewind(TimeSpan.FromDays(DemoLife.Days));
        return new DemoPast(services, clock, now, services.GetRequiredService<ILogger<DemoPast>>());
    }

    /// <summary>Plays the thirty days and comes back to the present. A desk whose past broke off works all the same, and says so.</summary>
    public async Task PlayAsync(CancellationToken cancellation)
    {
        try
        {
            var stage = await DemoStage.OpenAsync(services, clock, cancellation);
            await new DemoLife(stage, services.GetRequiredService<Desks.Ports.IPaperPrinter>()).PlayAsync(now, cancellation);
        }
        catch (InvalidOperationException refused)
        {
            LogBrokeOff(log, refused);
        }
        finally
        {
            clock.CatchUp();
        }
    }

    [LoggerMessage(EventId = 1860, Level = LogLevel.Error, Message = "The demo's thirty days broke off; the desk works all the same.")]
    private static partial void LogBrokeOff(ILogger log, Exception refused);
}
