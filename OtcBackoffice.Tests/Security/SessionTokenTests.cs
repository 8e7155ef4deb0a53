using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using OtcBackoffice.Security;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Security;

/// <summary>One algorithm, one key, one issuer: what a token says about itself chooses nothing.</summary>
public sealed class SessionTokenTests : IDisposable
{
    private readonly ECDsa _own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly FakeTimeProvider _clock = new(Given.Now);
    private readonly SessionTokens _tokens;

    public SessionTokenTests() => _tokens = new SessionTokens(_own, _clock);

    public void Dispose() => _tokens.Dispose();

    [Fact]
    public async Task A_token_is_read_back_until_its_time_and_not_after()
    {
        var (person, session) = (Guid.NewGuid(), Guid.NewGuid());
        var text = _tokens.Write(person, session, "Amina", ["otc-exchanges:read"]);

        var principal = Assert.IsType<ClaimsPrincipal>(await ReadAsync(text));
        Assert.Equal((person.ToString(), session.ToString(), "otc-exchanges:read"),
            (principal.FindFirstValue(ClaimTypes.NameIdentifier), principal.FindFirstValue(DeskClaims.Session),
                principal.FindFirstValue(DeskClaims.Scope)));
        using var others = new SessionTokens(ECDsa.Create(ECCurve.NamedCurves.nistP256), _clock);
        Assert.False((await new JsonWebTokenHandler().ValidateTokenAsync(text, others.Rules())).IsValid);
        _clock.Advance(TimeSpan.FromSeconds(_tokens.LifetimeSeconds - 1));
        Assert.NotNull(await ReadAsync(text));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await ReadAsync(text));
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES384","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt"}""")]
    public async Task Another_algorithm_or_kind_is_refused_even_when_the_right_key_signed_it(string header) =>
        Assert.Null(await ReadAsync(Signed(_own, header, Body())));

    [Theory]
    [InlineData("""{"alg":"ES256","typ":"JWT","kid":"../../../dev/null"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT","jku":"https://forger.example/keys"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT","jwk":{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}}""")]
    public async Task A_key_that_the_header_names_or_brings_along_is_not_used(string header)
    {
        using var forger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null(await ReadAsync(Signed(forger, header, Body())));
    }

    [Fact]
    public async Task A_public_key_is_no_shared_secret()
    {
        var text = $"{Text("""{"alg":"HS256","typ":"JWT"}""")}.{Text(Body())}";
        foreach (var secret in new[] { _own.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(_own.ExportSubjectPublicKeyInfoPem()),
            [] })
        {
            Assert.Null(await ReadAsync($"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)))}"));
        }
    }

    [Theory]
    [InlineData("iss", "\"somebody\"")]
    [InlineData("aud", "\"another-desk\"")]
    [InlineData("exp", "1")]
    [InlineData("sub", "\"nobody\"")]
    [InlineData("sid", "null")]
    public async Task A_claim_that_does_not_fit_is_refused_even_when_the_right_key_signed_it(string claim, string value) =>
        Assert.Null(await ReadAsync(Signed(_own, Header, Body((claim, value)))));

    [Fact]
    public async Task A_token_without_an_end_is_refused() =>
        Assert.Null(await ReadAsync(Signed(_own, Header, Body().Replace("\"exp\"", "\"end\"", StringComparison.Ordinal))));

    [Fact]
    public async Task The_forger_s_own_tools_make_a_good_token_when_nothing_is_changed() =>
        Assert.NotNull(await ReadAsync(Signed(_own, Header, Body())));

    // As the scheme reads: the library's rules, then the claims.
    private async Task<ClaimsPrincipal?> ReadAsync(string text)
    {
        var read = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(text, _tokens.Rules());
        return read.IsValid ? SessionTokens.Principal(new ClaimsPrincipal(read.ClaimsIdentity)) : null;
    }

    private const string Header = """{"alg":"ES256","typ":"JWT"}""";

    private static string Body(params (string Claim, string Value)[] changes)
    {
        var claims = new Dictionary<string, string>
        {
            ["iss"] = "\"otc-backoffice\"", ["aud"] = "\"otc-backoffice\"", ["sub"] = $"\"{Guid.NewGuid()}\"",
            ["sid"] = $"\"{Guid.NewGuid()}\"", ["name"] = "\"A\"", ["scope"] = "\"\"",
            ["iat"] = "1", ["exp"] = $"{new DateTimeOffset(Given.Now).ToUnixTimeSeconds() + 60}",
        };
        foreach (var (claim, value) in changes)
        {
            claims[claim] = value;
        }
        return "{" + string.Join(',', claims.Select(claim => $"\"{claim.Key}\":{claim.Value}")) + "}";
    }

    private static string Signed(ECDsa key, string header, string body)
    {
        var text = $"{Text(header)}.{Text(body)}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    private static string Text(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
