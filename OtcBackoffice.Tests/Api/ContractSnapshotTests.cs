using System.Text.Json.Nodes;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api;

/// <summary>
/// What was published stays (sentences D13 and D14): the documents of the running product against <c>docs/contracts</c>. A line that is
/// gone breaks a client and fails
/// whatever the changelog says; a new one fails until the contract is written again by <c>dotnet run --project OtcBackoffice.Tests --
/// contracts</c>, which wants an
/// entry of the changelog for it.
/// </summary>
public sealed class ContractSnapshotTests
{
    [Fact]
    public async Task Nothing_that_was_published_is_gone_and_what_is_new_was_written_down()
    {
        await using var host = await DeskHost.StartAsync();
        foreach (var name in ContractsVerb.Surfaces)
        {
            var (published, _) = ContractsVerb.Read(name);
            var now = await ContractsVerb.LinesAsync(host, name);
            Assert.Equal((name, ""), (name, string.Join('\n', ContractLines.Breaks(published, now))));
            Assert.Equal((name, ""), (name, string.Join('\n', now.Except(published, StringComparer.Ordinal))));
        }
    }

    [Fact]
    public void Each_contract_was_written_with_the_changelog_that_there_is()
    {
        foreach (var name in ContractsVerb.Surfaces)
        {
            var (_, entries) = ContractsVerb.Read(name);
            Assert.InRange(entries, 0, ContractsVerb.EntriesOf(name));
        }
    }

    [Fact]
    public void A_route_or_member_that_goes_a_narrower_type_and_a_new_duty_are_breaks_and_what_is_added_is_none()
    {
        string[] published = ["GET /a", "GET /a  gives id string", "GET /a  gives note null|string", "GET /a  query limit", "GET /b",
            "code not_found"];
        Assert.Empty(ContractLines.Breaks(published, [.. published, "GET /a  gives more string", "GET /a  query sort", "POST /c",
            "POST /c  takes name string required"]));
        Assert.Equal(["gone: GET /b"], ContractLines.Breaks(published, published.Except(["GET /b"]).ToList()));
        Assert.Equal(["gone: GET /a  gives id string"], ContractLines.Breaks(published,
            published.Except(["GET /a  gives id string"]).Append("GET /a  gives key string").ToList()));
        Assert.Equal(["gone: GET /a  gives note null|string"],
            ContractLines.Breaks(published,
                published.Except(["GET /a  gives note null|string"]).Append("GET /a  gives note string").ToList()));
        Assert.Equal(["now asked for: GET /a  query day required"], ContractLines.Breaks(published, [.. published,
            "GET /a  query day required"]));
    }

    [Fact]
    public void Lines_are_made_of_routes_parameters_bodies_and_codes()
    {
        var document = JsonNode.Parse("""
            {"paths":{"/x/{id}":{"post":{"parameters":[{"name":"id","in":"path","required":true},{"name":"q","in":"query","required":false}],
              "requestBody":{"content":{"application/json":{"schema":{"properties":{"a":{"type":["string","null"]},"b":{"type":"object","properties":{"c":{"type":"integer"}}}},"required":["a"]}}}},
              "responses":{"201":{"content":{"application/json":{"schema":{"properties":{"rows":{"type":"array","items":{"properties":{"id":{"type":"string"}}}}}}}}},"400":{}},
              "x-error-codes":["nope"]}}}}
            """)!.AsObject();
        Assert.Equal(
        [
            "POST /x/{id}", "POST /x/{id}  answers 201", "POST /x/{id}  gives rows array", "POST /x/{id}  gives rows[].id string",
                "POST /x/{id}  path id", "POST /x/{id}  query q",
            "POST /x/{id}  takes a null|string required", "POST /x/{id}  takes b object", "POST /x/{id}  takes b.c integer", "code nope",
        ], ContractLines.Of(document));
    }

    [Fact]
    public async Task What_ends_says_so_on_its_answers_in_the_document_on_the_page_and_in_the_changelog()
    {
        await using var host = await DeskHost.StartAsync();
        var acacia = host.Client(host.Credentials.MerchantNamed("Acacia").PlatformApiKey!);
        using var plain = await acacia.GetAsync("/v1/orders?created_after=2026-01-01T00:00:00Z");
        Assert.False(plain.Headers.Contains("Deprecation"));
        foreach (var query in new[] { "from=2026-01-01T00:00:00Z", "to=nonsense" })
        {
            using var answer = await acacia.GetAsync("/v1/orders?" + query);
            Assert.Matches("^@[0-9]+$", answer.Headers.GetValues("Deprecation").Single());
            Assert.EndsWith(" GMT", answer.Headers.GetValues("Sunset").Single(), StringComparison.Ordinal);
            Assert.Contains("rel=\"deprecation\"", answer.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
        }
        var versions = await host.Anonymous.GetStringAsync("/dev/versions");
        foreach (var ending in Endings.All)
        {
            Assert.True(ending.SunsetUtc >= ending.SinceUtc.AddMonths(12));
            var operation = JsonNode.Parse(
                await host.Anonymous.GetStringAsync(
                $"/openapi/{ending.Surface}.json"))!["paths"]![ending.Path]![ending.Method.ToLowerInvariant()]!;
            var marked = ending.Parameter is null ? operation : operation["parameters"]!.AsArray().Single(one =>
                (string)one!["name"]! == ending.Parameter)!;
            Assert.True((bool)marked["deprecated"]!);
            Assert.Contains(ending.Instead, versions, StringComparison.Ordinal);
            Assert.Contains(CentreHosting.Changes, day => day.Date == DateOnly.FromDateTime(ending.SinceUtc)
                && day.Changes.Any(change => change.Type == "deprecated" && change.Surface == ending.Surface));
        }
    }

    [Fact]
    public async Task The_reference_has_a_page_for_each_surface_without_script_or_style_of_its_own()
    {
        await using var host = await DeskHost.StartAsync();
        foreach (var name in ContractsVerb.Surfaces)
        {
            using var answer = await host.Anonymous.GetAsync($"/reference/{name}");
            var page = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, name);
            Assert.Contains($"/openapi/{name}.json", page, StringComparison.Ordinal);
            Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
            Assert.DoesNotMatch("<script(?! type=\"module\" src=)", page);
        }
        Assert.Contains("/v1/orders/{id}/cancel", await host.Anonymous.GetStringAsync("/reference/platform"), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await host.Anonymous.GetAsync("/reference/nothing")).StatusCode);
    }
}
