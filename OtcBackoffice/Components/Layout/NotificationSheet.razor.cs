using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Workspace;

namespace OtcBackoffice.Components.Layout;

/// <summary>The inbox behind the bell. The bell itself is part of the frame, so how many are unread is said to the browser.</summary>
public sealed partial class NotificationSheet : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<NotificationView> _rows = [];
    private IReadOnlyDictionary<string, string> _modes = new Dictionary<string, string>();
    private SignalFollow? _follow;
    private Guid _me;
    private int _unread;
    private int _told = -1;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private NotificationDesk Desk { get; set; } = default!;

    [Inject]
    private DeskSignals Signals { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    public void Dispose()
    {
        _follow?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var user = Authentication is null ? new ClaimsPrincipal() : (await Authentication).User;
        if (!Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out _me))
        {
            return;
        }
        _follow = new SignalFollow(Signals, Clock, [Topics.Notifications]);
        await LoadAsync();
        _follow.Listen(OnChanged);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_told == _unread)
        {
            return;
        }
        _told = _unread;
        try
        {
            await Script.InvokeVoidAsync("otc.bell", _unread);
        }
        catch (JSDisconnectedException)
        {
            // The tab was closed meanwhile; there is nobody left to tell.
        }
    }

    private static string Words(string name) => name switch
    {
        "mention" => "Somebody names you in a note",
        "assignment" => "A record is given to you",
        "question_answered" => "A merchant answers your question",
        "follow" => "Something happens to what you follow",
        "approval" => "A second person is asked for, and you could be it",
        "snooze_over" => "What you put aside is back",
        _ => "A decision of yours was not carried out",
    };

    // The signal names the person; what others are told is nothing to read again for.
    private void OnChanged(IReadOnlyCollection<Guid> people)
    {
        if (people.Contains(_me))
        {
            _ = InvokeAsync(async () =>
            {
                await LoadAsync();
                StateHasChanged();
            });
        }
    }

    private async Task LoadAsync()
    {
        if (_gone.IsCancellationRequested)
        {
            return;
        }
        var (inbox, modes) = (await Desk.ReadAsync(CancellationToken.None), await Desk.PreferencesAsync(CancellationToken.None));
        (_rows, _unread) = inbox.IsSuccess ? (inbox.Value.Rows, inbox.Value.Unread) : ([], 0);
        _modes = modes.IsSuccess ? modes.Value : _modes;
    }

    private async Task ReadAsync(NotificationView row)
    {
        await Desk.MarkReadAsync([row.Id], CancellationToken.None);
        await LoadAsync();
    }

    private async Task ReadAllAsync()
    {
        await Desk.MarkReadAsync(null, CancellationToken.None);
        await LoadAsync();
    }

    private async Task ChooseAsync(string name, string? mode)
    {
        await Desk.ChangeAsync(new Dictionary<string, string> { [name] = mode ?? "" }, CancellationToken.None);
        await LoadAsync();
    }
}
