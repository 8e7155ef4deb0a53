using System.Net;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Tests.Domain.Access;

public sealed class AddressListTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.0/24", "203.0.113.255", true)]
    [InlineData("203.0.113.99/24", "203.0.113.1", true)]
    [InlineData("203.0.113.0/25", "203.0.113.128", false)]
    [InlineData("127.0.0.0/8", "::ffff:127.0.0.1", true)]
    [InlineData("::ffff:127.0.0.0/104", "127.3.2.1", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("2001:db8::/32", "2001:db8:5::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("fe80::/10", "fe80::1%3", true)]
    [InlineData("10.0.0.0/8", "::a00:1", false)]
    public void An_address_is_listed_however_it_is_spelled(string entry, string address, bool isListed) =>
        Assert.Equal(isListed, AddressList.Parse([entry]).Value.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("desk.example")]
    [InlineData("203.0.113.0/33")]
    [InlineData("203.0.113.0/-1")]
    [InlineData("203.0.113.0/")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("::ffff:0.0.0.0/96")]
    [InlineData("fe80::1%eth0")]
    public void What_is_no_address_or_lets_everybody_in_is_refused(string entry)
    {
        Assert.True(AddressList.Parse([entry]).Failed(out var refused));
        Assert.Equal("ip_allow_list", refused.Field);
    }

    [Fact]
    public void Entries_have_one_spelling_and_come_once() =>
        Assert.Equal(["203.0.113.0/24", "::1"], AddressList.Parse(["203.0.113.9/24", "203.0.113.0/24", "0:0:0:0:0:0:0:1"]).Value.Entries);

    [Fact]
    public void Nobody_is_on_an_empty_list_and_a_list_has_an_end()
    {
        Assert.False(AddressList.Empty.Contains(IPAddress.Loopback));
        Assert.False(AddressList.Parse(["::1"]).Value.Contains(null));
        Assert.True(AddressList.Parse(Enumerable.Range(0, AddressList.EntriesMax + 1).Select(last => $"203.0.113.{last}")).Failed(out _));
    }
}
