using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Domain.Merchants;

public sealed class PayoutWalletTests
{
    private static readonly Merchant Master = Merchant.Create(Guid.NewGuid(), "master", null, Given.Now).Value;
    private static readonly Merchant SubVendor = Merchant.Create(Guid.NewGuid(), "sub", Master.Id, Given.Now).Value;
    private static readonly Merchant Stranger = Merchant.Create(Guid.NewGuid(), "stranger", null, Given.Now).Value;

    [Fact]
    public void The_masters_default_wins()
    {
        var wanted = Wallet(Master, isDefault: true, minutes: 5);

        Assert.Same(wanted, PayoutWallet.Default([Wallet(Master), wanted, Wallet(SubVendor, isDefault: true)], Master.Id, "tron"));
    }

    [Fact]
    public void A_sub_vendor_serves_only_when_the_master_has_none_on_the_network()
    {
        var sub = Wallet(SubVendor, isDefault: true);

        Assert.Same(sub, PayoutWallet.Default([Wallet(Master, network: "ethereum", isDefault: true), sub], Master.Id, "tron"));
    }

    [Fact]
    public void Without_a_default_the_oldest_serves()
    {
        var oldest = Wallet(Master);

        Assert.Same(oldest, PayoutWallet.Default([Wallet(Master, minutes: 2), oldest, Wallet(Master, minutes: 1)], Master.Id, "tron"));
    }

    [Fact]
    public void No_wallet_on_the_network_is_no_wallet() =>
        Assert.Null(PayoutWallet.Default([Wallet(Master, network: "ethereum")], Master.Id, "tron"));

    [Fact]
    public void A_strangers_wallet_and_a_missing_one_are_refused_alike()
    {
        var foreign = PayoutWallet.Explicit(Wallet(Stranger), Master.Id, Stranger, "tron").Error;

        Assert.Equal(foreign, PayoutWallet.Explicit(null, Master.Id, null, "tron").Error with { Facts = foreign.Facts });
        Assert.Equal(ErrorCode.WalletNotUsable, foreign.Code);
    }

    [Fact]
    public void A_wallet_on_another_network_is_refused() =>
        Assert.Equal(ErrorCode.WalletNotUsable,
            PayoutWallet.Explicit(Wallet(Master, network: "ethereum"), Master.Id, Master, "tron").Error.Code);

    [Fact]
    public void A_sub_vendors_wallet_may_be_named() =>
        Assert.True(PayoutWallet.Explicit(Wallet(SubVendor), Master.Id, SubVendor, "tron").IsSuccess);

    private static Wallet Wallet(Merchant owner, string network = "tron", bool isDefault = false, int minutes = 0) =>
        OtcBackoffice.Domain.Merchants.Wallet.Create(Guid.NewGuid(), owner.Id, network, "address", null, isDefault, false,
            Given.Now.AddMinutes(minutes));
}
