using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Tests.Domain.Merchants;

public sealed class AddressLookTests
{
    [Theory]
    [InlineData("TKdakcKprU369iUgPa5z2q65MqDEkmHyRx", "TKdaXXXXXXXXXXXXXXXXXXXXXXXXXXHyRx", true)]
    [InlineData("TKdakcKprU369iUgPa5z2q65MqDEkmHyRx", "TKdakcKprU369iUgPa5z2q65MqDEkmHyRx", false)]
    [InlineData("TKdakcKprU369iUgPa5z2q65MqDEkmHyRx", "TKdbkcKprU369iUgPa5z2q65MqDEkmHyRx", false)]
    [InlineData("0xAbCd000000000000000000000000000000001234", "0xAbCd999999999999999999999999999999991234", true)]
    [InlineData("0xAbCd000000000000000000000000000000001234", "0xAbCe999999999999999999999999999999991234", false)]
    public void Ends_that_are_the_same_on_different_addresses_look_alike(string one, string other, bool isAlike) =>
        Assert.Equal(isAlike, AddressLook.IsAlike(one, other));
}
