using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Layout;

/// <summary>
/// The simulated outside world beside the page: time, blocks, wires, phones and faults. What it does arrives on the page as from outside.
/// The desk refuses whoever may not, whatever is drawn here.
/// </summary>
public sealed partial class SandboxDrawer : ComponentBase, IDisposable
{
    private const int PaidCode = 0, CancelledCode = 1032, LastDigits = 3;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _gone = new();
    private SandboxState? _state;
    private string? _refusal;
    private DateTimeOffset _lookedAt;
    private string _network = "", _amount = "", _currency = "", _reference = "", _sender = "", _point = "", _mode = "error";
    private int _blocks = 20, _times = 1;

    [CascadingParameter]
    private ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    [Inject]
    private ILocalAccess Local { get; set; } = default!;

    [Inject]
    private SandboxDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private static string Phone(OpenPush push) =>
        push.PhoneNumber.Length > LastDigits ? $"Phone …{push.PhoneNumber[^LastDigits..]}" : "Phone";

    private string? Meaning(SandboxState state) => state.Faults.FirstOrDefault(one => one.Point == _point)?.Meaning;

    // The focus moves with every key; looking once in a few seconds is enough.
    private async Task LookAsync()
    {
        if (_state is null || Clock.GetUtcNow() - _lookedAt > LookEvery)
        {
            await ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        if (_gone.IsCancellationRequested)
        {
            return;
        }
        _lookedAt = Clock.GetUtcNow();
        var read = await Desk.ReadAsync(CancellationToken.None);
        if (read.Failed(out var refused))
        {
            (_state, _refusal) = (null, refused.Message);
            return;
        }
        var state = read.Value;
        (_state, _refusal) = (state, null);
        _network = Chosen(_network, state.Networks);
        _currency = Chosen(_currency, state.Currencies);
        _point = Chosen(_point, [.. state.Faults.Select(fault => fault.Point)]);
    }

    private static string Chosen(string now, IReadOnlyList<string> among) => among.Contains(now) || among.Count == 0 ? now : among[0];

    private Task AdvanceAsync(long seconds) => SayAsync(Desk.AdvanceAsync(seconds, _gone.Token), now =>
        $"The sandbox's clock stands at {ClockText.Full(Zone, now)}.");

    private Task MineAsync() => SayAsync(Desk.MineAsync(_network, _blocks, _gone.Token), head =>
        string.Create(CultureInfo.InvariantCulture, $"Mined {_blocks} on {head.Network}: it stands at {head.Height:N0}."));

    // People type amounts with commas, the statement has none.
    private Task WireAsync()
    {
        var credit = new BankCredit(_currency, _amount.Replace(",", "", StringComparison.Ordinal).Trim(), _reference, _sender, null);
        return SayAsync(Desk.WireAsync(credit, _gone.Token), line =>
            $"{string.Join(", ", $"{line.HumanId} arrived: {Words(Names.Snake(line.Status))}", line.DepositHumanId).TrimEnd(' ', ',')}.");
    }

    private Task AnswerAsync(OpenPush push, int code) => SayAsync(
        Desk.AnswerAsync(new PhoneAnswer(push.CheckoutRequestId, code), _gone.Token),
        outcome => $"{Phone(push)} answered: {Words(outcome.Outcome)}.");

    private Task ArmAsync() => SayAsync(Desk.ArmAsync(_point, _mode, _times, _gone.Token), _ =>
        _times == 0 ? $"{_point} is not armed any more." : $"{_point} fails the next {(_times == 1 ? "time" : $"{_times} times")}.");

    private async Task SayAsync<T>(Task<Result<T>> act, Func<T, string> words)
    {
        var done = await act;
        if (done.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        else
        {
            Notices.Done(words(done.Value));
        }
        await ReadAsync();
    }

    private static string Words(string name) => name.Replace('_', ' ').ToLowerInvariant();
}
