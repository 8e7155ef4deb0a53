using System.Net;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Tests.Domain.Access;

public sealed class ApiCredentialTests
{
    private static readonly DateTime Now = new(2026, 3, 16, 9, 0, 0, DateTimeKind.Utc);
    private static readonly HostedEnvironment Desk = new(CredentialEnvironment.Live);
    private static readonly string First = Secret('a'), Second = Secret('b'), Third = Secret('c');

    [Fact]
    public void Without_a_chosen_scope_there_is_none()
    {
        var credential = Issue(CredentialSurface.Exchange, []).Value;

        Assert.Empty(credential.ScopeList());
        Assert.Equal("", credential.Scopes);
    }

    [Theory]
    [InlineData(CredentialSurface.Exchange, "TRADE")]
    [InlineData(CredentialSurface.BlockTrade, "trade")]
    [InlineData(CredentialSurface.Platform, "read")]
    [InlineData(CredentialSurface.DepositDesk, "admin")]
    public void A_scope_of_another_surface_is_refused(CredentialSurface surface, string scope)
    {
        Assert.True(Issue(surface, [scope]).Failed(out var refused));
        Assert.Equal(("scopes", ErrorCode.InvalidRequest), (refused.Field, refused.Code));
    }

    [Fact]
    public void A_rotation_keeps_the_old_secret_until_the_stated_time_and_not_longer()
    {
        var credential = Issue(CredentialSurface.Exchange, []).Value;
        credential.Rotate(Stored(Second), Now.AddHours(1), Now);

        Assert.True(credential.Accepts(First, Now.AddMinutes(59)));
        Assert.False(credential.Accepts(First, Now.AddHours(1)));
        Assert.True(credential.Accepts(Second, Now.AddHours(2)));

        credential.Rotate(Stored(Third), null, Now.AddMinutes(1));
        Assert.False(credential.Accepts(First, Now.AddMinutes(2)));
        Assert.True(credential.Accepts(Second, Now.AddHours(23)));
        Assert.False(credential.Accepts(Second, Now.AddMinutes(1) + ApiCredential.OverlapDefault));
    }

    [Fact]
    public void An_overlap_lies_ahead_and_has_an_end()
    {
        var credential = Issue(CredentialSurface.Exchange, []).Value;

        Assert.True(credential.Rotate(Stored(Second), Now.AddSeconds(-1), Now).Failed(out _));
        Assert.True(credential.Rotate(Stored(Second), Now + ApiCredential.OverlapMax + TimeSpan.FromSeconds(1), Now).Failed(out _));
        Assert.True(credential.Rotate(Stored(Second), Now, Now).IsSuccess);
        Assert.False(credential.Accepts(First, Now));
    }

    [Fact]
    public void What_is_revoked_or_expired_is_dead_and_is_not_rotated_back_to_life()
    {
        var revoked = Issue(CredentialSurface.Exchange, []).Value;
        revoked.Revoke(Now);
        var expiring = Issue(CredentialSurface.Exchange, [], Now.AddMinutes(5)).Value;

        Assert.False(revoked.IsLiveAt(Now));
        Assert.True(revoked.Rotate(Stored(Second), null, Now).Failed(out var refused));
        Assert.Equal(ErrorCode.WrongState, refused.Code);
        Assert.True(expiring.IsLiveAt(Now.AddMinutes(5).AddMilliseconds(-1)));
        Assert.False(expiring.IsLiveAt(Now.AddMinutes(5)));
        Assert.True(Issue(CredentialSurface.Exchange, [], Now).Failed(out _));
    }

    [Fact]
    public void A_signing_key_without_an_allow_list_is_unusable_and_the_others_are_open()
    {
        var signing = Issue(CredentialSurface.BlockTrade, ["TRADE"]).Value;
        var exchange = Issue(CredentialSurface.Exchange, []).Value;

        Assert.False(signing.MayComeFrom(AddressList.Empty, IPAddress.Loopback));
        Assert.True(signing.MayComeFrom(AddressList.Parse(["127.0.0.1"]).Value, IPAddress.Loopback));
        Assert.True(exchange.MayComeFrom(AddressList.Empty, IPAddress.Loopback));
        Assert.False(exchange.MayComeFrom(AddressList.Parse(["203.0.113.1"]).Value, IPAddress.Loopback));
    }

    [Fact]
    public void A_secret_says_its_id_and_a_mistyped_one_says_nothing()
    {
        Assert.Equal(new string('k', CredentialText.KeyLength), CredentialText.KeyOf(CredentialSurface.Exchange, First));
        Assert.Null(CredentialText.KeyOf(CredentialSurface.Platform, First));
        Assert.Null(CredentialText.KeyOf(CredentialSurface.Exchange, null));
        for (var index = 0; index < First.Length; index++)
        {
            var changed = First[..index] + (First[index] == 'z' ? 'y' : 'z') + First[(index + 1)..];
            Assert.Null(CredentialText.KeyOf(CredentialSurface.Exchange, changed));
        }
    }

    private static Result<ApiCredential> Issue(CredentialSurface surface, string[] scopes, DateTime? expires = null) => ApiCredential.Issue(
        Guid.NewGuid(), "key", new CredentialTerms(surface, "test", null, Guid.NewGuid(), scopes, AddressList.Empty, expires),
            Stored(First), Desk, Guid.NewGuid(), Now);

    private static StoredSecret Stored(string secret) => new(CredentialText.Hash(secret), null);

    private static string Secret(char fill) =>
        CredentialText.Compose(CredentialSurface.Exchange, new string('k', CredentialText.KeyLength),
            new string(fill, CredentialText.SecretLength));
}
