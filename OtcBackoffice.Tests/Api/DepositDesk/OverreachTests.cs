using Microsoft.AspNetCore.Routing;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>What a caller adds to a request, or dares beyond its scope, on every route that changes something.</summary>
public sealed class OverreachTests(DepositDeskFixture desk) : IClassFixture<DepositDeskFixture>
{
    // Without the prefix of the surface; all of them are POST.
    private static readonly string[] WithoutBody =
    [
        "approvals/{id}/approve",
        "approvals/{id}/withdraw",
        "credentials/{id}/requests/{id}/replay",
        "gateway/batches/{id}/approve",
        "gateway/payments/{id}/claim",
        "gateway/payments/{id}/release",
        "gateway/withdrawals/{id}/approve",
        "gateway/withdrawals/{id}/claim",
        "gateway/withdrawals/{id}/release",
        "incidents/{id}/publish",
        "matching/rules/drafts/{id}/publish",
        "otc/deposits/next",
        "otc/deposits/{id}/abandon",
        "otc/deposits/{id}/claim",
        "otc/deposits/{id}/proof",
        "otc/deposits/{id}/release",
        "otc/deposits/{id}/renew",
        "otc/deposits/{id}/undo",
        "otc/withdrawals/{id}/approve",
        "otc/withdrawals/{id}/claim",
        "otc/withdrawals/{id}/execute",
        "otc/withdrawals/{id}/release",
        "otc/withdrawals/{id}/renew",
        "policies/drafts/{id}/publish",
        "receipts/{id}/claim",
        "receipts/{id}/release",
        "reports/periods/{period}/close",
        "screening/cases/{id}/claim",
        "statements/",
        "treasury/proposals/{id}/sign",
        "users/{id}/enable",
        "users/{id}/invite",
        "users/{id}/reset-second-factor",
        "users/{id}/sign-out",
        "webhooks/deliveries/{id}/resend",
        "webhooks/endpoints/{id}/scenario",
    ];

    [Fact]
    public async Task A_token_that_reads_changes_nothing_on_any_route()
    {
        var made = await Send(desk.Host.Admin, "POST", "credentials", new { surface = "deposit_desk", scopes = (string[])["read"] })
            .Expecting(201);
        var reader = desk.Host.Client(made.GetProperty("secret").GetString()!);
        await Send(reader, "GET", "otc/deposits", null).Expecting(200);
        var wrong = new List<string>();
        foreach (var (method, path) in Changes())
        {
            var answer = await Send(reader, method, path, method == "DELETE" ? null : new { });
            if (answer.Status != 403)
            {
                wrong.Add($"{method} {path}: {answer.Status} {answer.Text}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task No_body_that_is_read_takes_a_member_that_nobody_asked_for()
    {
        var takes = new List<string>();
        HttpClient[] people = [desk.Host.Admin, desk.Host.Acacia];
        foreach (var (method, path) in Changes().Where(route => route.Method != "DELETE"))
        {
            var isNamed = false;
            foreach (var person in people)
            {
                var answer = await Send(person, method, path, new { zz_credited_by_me = true });
                Assert.True(answer.Status >= 400, $"{method} {path}: {answer.Status} {answer.Text}");
                isNamed |= answer.Status == 400 && answer.Text.Contains("zz_credited_by_me", StringComparison.Ordinal);
            }
            if (!isNamed)
            {
                takes.Add($"{(method == "POST" ? "" : method + " ")}{System.Text.RegularExpressions.Regex.Replace(path["/api/v1/auth/".Length..], "[0-9a-f-]{36}|9{12}", "{id}")}");
            }
        }

        // These read no JSON body at all, so that nothing in one can mean anything.
        Assert.True(WithoutBody.Order(StringComparer.Ordinal).SequenceEqual(takes.Order(StringComparer.Ordinal)),
            string.Join('\n', takes.Order(StringComparer.Ordinal)));
    }

    private List<(string Method, string Path)> Changes() =>
    [
        .. from endpoint in desk.Host.Endpoints.OfType<RouteEndpoint>()
           let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
           where pattern.StartsWith("/api/v1/auth", StringComparison.Ordinal)
           from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
           where method is not ("GET" or "HEAD")
           select (method, RouteRoleTests.Filled(pattern)),
    ];
}
