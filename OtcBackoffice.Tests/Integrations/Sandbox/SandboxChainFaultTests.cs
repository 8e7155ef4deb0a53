using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Sandbox;

public sealed class SandboxChainFaultTests : IDisposable
{
    private static readonly ChainTransferOrder Order = new("order-1", "tron", "USDT", SandboxAddress.Tron("receiver"), 1_000_000, 6);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();
    private readonly FaultPoints _faults;
    private readonly SandboxChain _chain;
    private int _crashes;

    public SandboxChainFaultTests()
    {
        _faults = new FaultPoints(() => _crashes++);
        _chain = new SandboxChain(_folder.Path, _faults);
    }

    public void Dispose()
    {
        _chain.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_error_before_the_send_sends_nothing_and_says_so()
    {
        _faults.Arm(FaultPoints.CustodyBeforeSend, FaultMode.Error, 1);

        await Assert.ThrowsAsync<ChainUnavailableException>(() => _chain.SubmitAsync(Order, None));

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task A_timeout_before_the_send_leaves_the_outcome_unknown_though_nothing_was_sent()
    {
        _faults.Arm(FaultPoints.CustodyBeforeSend, FaultMode.Timeout, 1);

        await Assert.ThrowsAsync<ChainOutcomeUnknownException>(() => _chain.SubmitAsync(Order, None));

        Assert.Null(await FindAsync());
    }

    [Theory]
    [InlineData(FaultMode.Error)]
    [InlineData(FaultMode.Timeout)]
    public async Task A_lost_answer_is_resolved_by_the_client_id_and_pays_once(FaultMode mode)
    {
        _faults.Arm(FaultPoints.CustodyAfterSend, mode, 1);

        await Assert.ThrowsAsync<ChainOutcomeUnknownException>(() => _chain.SubmitAsync(Order, None));
        var found = await FindAsync();
        var again = await _chain.SubmitAsync(Order, None);
        _chain.Mine("tron", 1);

        Assert.Equal(found!.TxHash, again.TxHash);
        Assert.Equal(1_000_000, (await _chain.BalanceAsync("tron", "USDT", Order.ToAddress, None)).ConfirmedMinor);
    }

    [Fact]
    public async Task A_crash_after_the_send_leaves_the_transfer_in_the_world()
    {
        _faults.Arm(FaultPoints.CustodyAfterSend, FaultMode.Crash, 1);
        using var killed = new CancellationTokenSource();

        var submission = _chain.SubmitAsync(Order, killed.Token);

        Assert.Equal(1, _crashes);
        Assert.False(submission.IsCompleted);
        Assert.NotNull(await FindAsync());
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submission);
    }

    [Theory]
    [InlineData(FaultMode.Error)]
    [InlineData(FaultMode.Timeout)]
    public async Task An_unreadable_balance_is_no_balance(FaultMode mode)
    {
        _faults.Arm(FaultPoints.CustodyBalance, mode, 1);

        await Assert.ThrowsAsync<ChainUnavailableException>(() => _chain.BalanceAsync("tron", "USDT", Order.ToAddress, None));
        Assert.Equal(0, (await _chain.BalanceAsync("tron", "USDT", Order.ToAddress, None)).ConfirmedMinor);
    }

    [Fact]
    public async Task A_fault_fails_as_often_as_it_was_armed_and_no_other_point()
    {
        _faults.Arm(FaultPoints.WebhookBeforeSend, FaultMode.Error, 2);

        await _faults.PassAsync(FaultPoints.WebhookAfterSend, None);
        await Assert.ThrowsAsync<InjectedFaultException>(() => _faults.PassAsync(FaultPoints.WebhookBeforeSend, None));
        await Assert.ThrowsAsync<InjectedFaultException>(() => _faults.PassAsync(FaultPoints.WebhookBeforeSend, None));
        await _faults.PassAsync(FaultPoints.WebhookBeforeSend, None);
        Assert.Empty(_faults.Armed);
    }

    [Fact]
    public async Task Passages_by_many_at_once_fail_exactly_as_often_as_armed()
    {
        _faults.Arm(FaultPoints.DeskAfterCommit, FaultMode.Timeout, 50);

        var passages = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            var fault = await Record.ExceptionAsync(() => _faults.PassAsync(FaultPoints.DeskAfterCommit, None));
            return fault is TimeoutException;
        })));

        Assert.Equal(50, passages.Count(failed => failed));
    }

    [Fact]
    public void An_unarmed_point_costs_no_wait()
    {
        Assert.True(_faults.PassAsync(FaultPoints.DeskAfterCommit, None).IsCompletedSuccessfully);
    }

    private Task<ChainTransfer?> FindAsync() => _chain.FindByClientIdAsync("tron", Order.ClientId, None);
}
