using System.Net;
using OtcBackoffice.Integrations.Egress;

namespace OtcBackoffice.Tests.Integrations.Egress;

public sealed class EgressAddressesTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:0:a00:1::")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2a00:1450::5efe:10.0.0.1")]
    [InlineData("2a00:1450::200:5efe:10.0.0.1")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Addresses_that_lead_inside_or_nowhere_are_refused(string address)
    {
        Assert.False(EgressAddresses.MayReach(IPAddress.Parse(address), allowLoopback: false));
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("168.63.129.17")]
    [InlineData("169.253.255.255")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:200::1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:81b::200e")]
    public void Public_addresses_may_be_reached(string address)
    {
        Assert.True(EgressAddresses.MayReach(IPAddress.Parse(address), allowLoopback: false));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    public void The_development_setting_opens_loopback_and_nothing_else(string address, bool reachable)
    {
        Assert.Equal(reachable, EgressAddresses.MayReach(IPAddress.Parse(address), allowLoopback: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a url")]
    [InlineData("/relative")]
    [InlineData("http://example.com/hook")]
    [InlineData("ftp://example.com/hook")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("gopher://example.com:70/_x")]
    [InlineData("https://user:secret@example.com/hook")]
    [InlineData("https://user@example.com/hook")]
    [InlineData("https://example.com:22/hook")]
    [InlineData("https://example.com:80/hook")]
    [InlineData("https://example.com:6379/")]
    [InlineData("https://intranet/hook")]
    [InlineData("https://localhost/hook")]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://127.1/hook")]
    [InlineData("https://0x7f000001/hook")]
    [InlineData("https://2130706433/hook")]
    [InlineData("https://0177.0.0.1/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://[::ffff:127.0.0.1]/hook")]
    [InlineData("https://[fe80::1%25eth0]/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://10.0.0.1/hook")]
    [InlineData(" https://example.com/hook")]
    [InlineData("https://example.com/ho ok")]
    [InlineData("https://example.com\\@127.0.0.1/")]
    [InlineData("https://example.com/\r\nHost: evil")]
    public void A_url_that_can_never_be_a_target_is_refused_when_it_is_saved(string url)
    {
        Assert.NotNull(EgressTarget.Refusal(url, allowLoopback: false));
    }

    [Theory]
    [InlineData("https://example.com/hook")]
    [InlineData("https://example.com:8443/hook?a=b")]
    [InlineData("https://hooks.bücher.example/x")]
    [InlineData("https://8.8.8.8/hook")]
    [InlineData("https://[2606:4700:4700::1111]/hook")]
    public void A_plain_https_url_may_be_saved(string url)
    {
        Assert.Null(EgressTarget.Refusal(url, allowLoopback: false));
        Assert.Null(EgressTarget.Refusal(url, allowLoopback: true));
    }

    [Theory]
    [InlineData("http://localhost:9000/hook", true)]
    [InlineData("http://127.0.0.1:9000/hook", true)]
    [InlineData("http://[::1]:9000/hook", true)]
    [InlineData("https://localhost:9000/hook", true)]
    [InlineData("ftp://localhost:9000/hook", false)]
    [InlineData("http://10.0.0.1:9000/hook", false)]
    [InlineData("http://example.com/hook", false)]
    [InlineData("https://[::ffff:127.0.0.1]:9000/hook", false)]
    public void The_development_setting_allows_plain_http_to_this_machine_only(string url, bool allowed)
    {
        Assert.Equal(allowed, EgressTarget.Refusal(url, allowLoopback: true) is null);
    }
}
