using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Integrations;

/// <summary>
/// Stands where no custody account and no node is connected. The desk runs, and every step that would need a chain
/// fails closed: nothing is sent, and nothing is believed to have arrived.
/// </summary>
public sealed class UnconnectedChain : IChainNode
{
    /// <inheritdoc/>
    public ChainConnection Connection(string network) => new(network, "none", IsWatchOnly: false);

    /// <inheritdoc/>
    public string TreasuryAddress(string network) => throw Fault();

    /// <inheritdoc/>
    public Task<ChainHead> HeadAsync(string network, CancellationToken cancellation) => Task.FromException<ChainHead>(Fault());

    /// <inheritdoc/>
    public Task<ChainSubmission> SubmitAsync(ChainTransferOrder order, CancellationToken cancellation) =>
        Task.FromException<ChainSubmission>(Fault());

    /// <inheritdoc/>
    public Task<ChainTransfer?> FindByClientIdAsync(string network, string clientId, CancellationToken cancellation) =>
        Task.FromException<ChainTransfer?>(Fault());

    /// <inheritdoc/>
    public Task<ChainTransfer?> FindByHashAsync(string network, string txHash, CancellationToken cancellation) =>
        Task.FromException<ChainTransfer?>(Fault());

    /// <inheritdoc/>
    public Task<ChainBalance> BalanceAsync(string network, string asset, string address, CancellationToken cancellation) =>
        Task.FromException<ChainBalance>(Fault());

    /// <inheritdoc/>
    public Task<ChainTransaction?> TransactionAsync(string network, string txHash, CancellationToken cancellation) =>
        Task.FromException<ChainTransaction?>(Fault());

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChainTransfer>> IncomingAsync(ChainRange range, CancellationToken cancellation) =>
        Task.FromException<IReadOnlyList<ChainTransfer>>(Fault());

    private static ChainUnavailableException Fault() => new("No custody account is connected to this desk.");
}

/// <summary>Stands where no market feed is connected: nobody knows a rate, so nothing that needs one may happen.</summary>
public sealed class UnconnectedRates : IReferenceRates
{
    /// <inheritdoc/>
    public Task<ReferenceRate?> CurrentAsync(string baseCode, string quoteCode, CancellationToken cancellation) =>
        Task.FromResult<ReferenceRate?>(null);
}

/// <summary>Stands where no screening house is connected: no address and no name is known to be clear.</summary>
public sealed class UnconnectedScreening : IScreening
{
    /// <inheritdoc/>
    public string Provider => "unconnected";

    /// <inheritdoc/>
    public Task<ScreeningAnswer> ScreenAsync(ScreeningQuestion question, CancellationToken cancellation) => Task.FromResult(
        new ScreeningAnswer(ScreeningVerdict.Unavailable, "", "No screening house is connected to this desk: set Screening:Provider."));
}

/// <summary>Stands where no mobile money operator is connected: nothing is pushed, and nothing is believed to have been paid.</summary>
public sealed class UnconnectedMobileMoney : IMobileMoney
{
    /// <inheritdoc/>
    public string Account => "none";

    /// <inheritdoc/>
    public Task<MobilePush> PushAsync(MobilePushOrder order, CancellationToken cancellation) => Task.FromException<MobilePush>(Fault());

    /// <inheritdoc/>
    public Task<MobileAnswer> QueryAsync(Guid orderId, string? checkoutRequestId, CancellationToken cancellation) =>
        Task.FromException<MobileAnswer>(Fault());

    private static MobileMoneyUnavailableException Fault() => new("No mobile money operator is connected to this desk.");
}

/// <summary>Stands where no mail server is connected: links are shown to whoever made them, to be handed over.</summary>
public sealed class UnconnectedMail : IMailSender
{
    /// <inheritdoc/>
    public bool IsConnected => false;

    /// <inheritdoc/>
    public Task<MailHandover> SendAsync(Guid id, OutgoingMail mail, CancellationToken cancellation) =>
        Task.FromResult(new MailHandover(MailOutcome.TryAgain, "No mail server is connected to this desk: set Mail:Host."));
}
