using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Domain.Access;

/// <summary>One algorithm, one key, one issuer: what a token says about itself chooses nothing.</summary>
public sealed class SessionTokenTests : IDisposable
{
    private readonly ECDsa _own = ECDsa.Create(ECCurve.NamedCurves.nistP256), _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_token_is_read_back_until_its_time_and_not_after()
    {
        var key = new SessionKey(_own);
        var token = new SessionToken(Guid.NewGuid(), Guid.NewGuid(), "Amina", ["otc-exchanges:read"], Given.Now.AddSeconds(SessionToken.LifetimeSeconds));
        var text = token.Write(key, Given.Now);

        Assert.Equal((token.PersonId, token.SessionId, token.ExpiresAtUtc), SessionToken.Read(text, key, Given.Now) is { } read ? (read.PersonId, read.SessionId, read.ExpiresAtUtc) : default);
        Assert.NotNull(SessionToken.Read(text, key, Given.Now.AddSeconds(SessionToken.LifetimeSeconds - 1)));
        Assert.Null(SessionToken.Read(text, key, Given.Now.AddSeconds(SessionToken.LifetimeSeconds)));
        Assert.Null(SessionToken.Read(text, new SessionKey(_other), Given.Now));
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT","kid":"../../../dev/null"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT","jwk":{"kty":"EC"}}""")]
    [InlineData("""{"typ":"JWT","alg":"ES256"}""")]
    public void Another_header_is_refused_even_when_the_right_key_signed_it(string header) => Assert.Null(SessionToken.Read(Signed(header, Body()), new SessionKey(_own), Given.Now));

    [Fact]
    public void A_public_key_is_no_shared_secret()
    {
        var text = $"{Text("""{"alg":"HS256","typ":"JWT"}""")}.{Text(Body())}";
        foreach (var secret in new[] { _own.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(_own.ExportSubjectPublicKeyInfoPem()), [] })
        {
            Assert.Null(SessionToken.Read($"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)))}", new SessionKey(_own), Given.Now));
        }
    }

    [Theory]
    [InlineData("iss", "\"somebody\"")]
    [InlineData("aud", "\"another-desk\"")]
    [InlineData("exp", "1")]
    [InlineData("exp", "\"9999999999\"")]
    [InlineData("exp", "9223372036854775807")]
    [InlineData("sub", "\"nobody\"")]
    [InlineData("sid", "null")]
    public void A_claim_that_does_not_fit_is_refused_even_when_the_right_key_signed_it(string claim, string value) =>
        Assert.Null(SessionToken.Read(Signed(Header, Body((claim, value))), new SessionKey(_own), Given.Now));

    [Fact]
    public void The_forger_s_own_tools_make_a_good_token_when_nothing_is_changed() => Assert.NotNull(SessionToken.Read(Signed(Header, Body()), new SessionKey(_own), Given.Now));

    private const string Header = """{"alg":"ES256","typ":"JWT"}""";

    private static string Body(params (string Claim, string Value)[] changes)
    {
        var claims = new Dictionary<string, string>
        {
            ["iss"] = "\"otc-backoffice\"", ["aud"] = "\"otc-backoffice\"", ["sub"] = $"\"{Guid.NewGuid()}\"", ["sid"] = $"\"{Guid.NewGuid()}\"", ["name"] = "\"A\"", ["scope"] = "\"\"",
            ["iat"] = "1", ["exp"] = $"{new DateTimeOffset(Given.Now).ToUnixTimeSeconds() + 60}",
        };
        foreach (var (claim, value) in changes)
        {
            claims[claim] = value;
        }
        return "{" + string.Join(',', claims.Select(claim => $"\"{claim.Key}\":{claim.Value}")) + "}";
    }

    private string Signed(string header, string body)
    {
        var text = $"{Text(header)}.{Text(body)}";
        return $"{text}.{Base64Url.EncodeToString(_own.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    private static string Text(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
