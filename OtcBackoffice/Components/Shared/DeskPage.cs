using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// A page that shows what a desk answers: read once for the first paint and the circuit together, read again when its
/// address changes, and again when the desk says that something changed.
/// </summary>
/// <typeparam name="TLoad">What is read for the page.</typeparam>
public abstract class DeskPage<TLoad> : ComponentBase, IDisposable
    where TLoad : class
{
    private readonly CancellationTokenSource _gone = new();
    private string? _readFor;
    private IDisposable? _follow;
    private bool _isHandedOver;
    private int _readings;

    /// <summary>The key under which the circuit finds what the first paint has read.</summary>
    [PersistentState]
    public string? Handover { get; set; }

    /// <summary>The zone in which the person reads times.</summary>
    [CascadingParameter]
    protected ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    /// <summary>The product's clock.</summary>
    [Inject]
    protected TimeProvider Clock { get; set; } = default!;

    /// <summary>What was read last, or null before the first answer and when there is none.</summary>
    protected TLoad? Load { get; private set; }

    /// <summary>Why the last reading failed, or null.</summary>
    protected DomainError? Fault { get; private set; }

    /// <summary>When <see cref="Load"/> was read.</summary>
    protected DateTime ReadAtUtc { get; private set; }

    /// <summary>Who is signed in, for what is shown; what may be done the desk decides.</summary>
    protected ClaimsPrincipal User { get; private set; } = new();

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>What the reading depends on, such as the query of the address; another text means another reading.</summary>
    protected virtual string ReadKey => "";

    /// <summary>What makes the page read again when it changes.</summary>
    protected virtual IReadOnlyList<string> LiveTopics => [];

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private FirstLoads FirstLoads { get; set; } = default!;

    [Inject]
    private DeskSignals Signals { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks the desk.</summary>
    protected abstract Task<Result<TLoad>> ReadAsync(CancellationToken cancellation);

    /// <summary>Called after every successful reading, before it is drawn.</summary>
    protected virtual void OnRead(TLoad load)
    {
    }

    /// <summary>Called with the ids that changed. The usual answer is to read again.</summary>
    protected virtual Task OnChangedAsync(IReadOnlyCollection<Guid> ids) => ReloadAsync();

    /// <summary>Begins to follow changes; called before the first reading, so that nothing falls in between.</summary>
    protected virtual Task<IDisposable?> FollowAsync() =>
        Task.FromResult<IDisposable?>(LiveTopics.Count == 0 ? null : new SignalFollow(Signals, Clock, LiveTopics));

    /// <summary>Attaches a live page to what <see cref="FollowAsync"/> began.</summary>
    protected virtual void Attach(IDisposable follow) => (follow as SignalFollow)?.Listen(ids => Later(() => OnChangedAsync(ids)));

    /// <summary>Whether the session's roles hold a permission. For what is offered; the desk checks again.</summary>
    protected bool May(Permission permission) =>
        PermissionTable.Allows(RoleSet.FromNames(User.FindAll(ClaimTypes.Role).Select(claim => claim.Value)), permission);

    /// <summary>Reads again and keeps the old answer when that fails. Of two readings under way only the later one counts.</summary>
    protected async Task ReloadAsync()
    {
        var number = ++_readings;
        try
        {
            var read = await ReadAsync(Gone);
            if (number == _readings)
            {
                Show(read);
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page was left while it was being read.
        }
    }

    /// <summary>Does something on the page's own turn and draws it again; for what comes from outside.</summary>
    protected void Later(Func<Task> work) => _ = InvokeAsync(async () =>
    {
        if (_gone.IsCancellationRequested)
        {
            return;
        }
        try
        {
            await work();
            StateHasChanged();
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
    });

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_readFor == ReadKey)
        {
            return;
        }
        var isFirst = _readFor is null;
        _readFor = ReadKey;
        if (isFirst)
        {
            User = Authentication is null ? User : (await Authentication).User;
            await BeginAsync();
            return;
        }
        await ReloadAsync();
    }

    /// <summary>Leaves the page.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _gone.IsCancellationRequested)
        {
            return;
        }
        _gone.Cancel();
        _gone.Dispose();
        if (!_isHandedOver)
        {
            _follow?.Dispose();
        }
    }

    private async Task BeginAsync()
    {
        var owner = User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";
        if (RendererInfo.IsInteractive && FirstLoads.Take<Handed>(owner, Handover) is { } handed)
        {
            (Load, ReadAtUtc, _follow) = (handed.Load, handed.ReadAtUtc, handed.Follow);
            OnRead(handed.Load);
        }
        else
        {
            _follow = await FollowAsync();
            await ReloadAsync();
        }
        if (RendererInfo.IsInteractive)
        {
            Handover = null;
            if (_follow is not null)
            {
                Attach(_follow);
            }
        }
        else if (Load is not null)
        {
            Handover = FirstLoads.Keep(owner, new Handed(Load, ReadAtUtc, _follow));
            _isHandedOver = true;
        }
    }

    private void Show(Result<TLoad> read)
    {
        if (_gone.IsCancellationRequested)
        {
            return;
        }
        if (read.Failed(out var fault))
        {
            Fault = fault;
            return;
        }
        Fault = null;
        Load = read.Value;
        ReadAtUtc = Clock.GetUtcNow().UtcDateTime;
        OnRead(Load);
    }

    private sealed record Handed(TLoad Load, DateTime ReadAtUtc, IDisposable? Follow) : IDisposable
    {
        public void Dispose() => Follow?.Dispose();
    }
}
