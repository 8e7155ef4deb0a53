using System.Text;
using OtcBackoffice.Api.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>docs/errors-gateway.md is written from the codes that the product answers with.</summary>
public sealed class ErrorsDocumentTests
{
    private const string Head = """
        # Errors of the gateway

        Written from the surface's dialect; a test compares. Every refusal is `{"error": {"code", "message", "details"}}`, where `details` is null or
        `{"field"}`. 4XX is the caller's fault; 429 and 503 ask to wait and try again, with the same `Idempotency-Key` or `custom_id` where money moves.
        `/gateway/o/token/` and `/gateway/o/revoke/` refuse in the form of RFC 6749: `{"error", "error_description"}`. An object of another tenant is
        `not_found`, like one that does not exist.

        """;

    [Fact]
    public void The_document_says_what_the_surface_answers()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n")).Append("\n| code | status | when |\n|---|---|---|\n");
        foreach (var group in Enum.GetValues<ErrorCode>().GroupBy(GatewayDialect.Of).OrderBy(group => group.Key.Status)
            .ThenBy(group => group.Key.Code, StringComparer.Ordinal))
        {
            text.Append($"| `{group.Key.Code}` | {group.Key.Status} | "
                + $"{(group.Count() == 1 ? CodeSummaries.Of(group.Single()) : string.Join(", ", group.Select(code => $"`{code.Wire()}`")))} |\n");
        }

        ApprovedText.Assert("docs/errors-gateway.md", text.ToString());
    }

    [Fact]
    public void Every_code_is_one_of_the_documented_words() =>
        Assert.All(Enum.GetValues<ErrorCode>(), code => Assert.Contains(GatewayDialect.Of(code).Code, (string[])
    [
        "invalid_request", "invalid_currency", "invalid_url", "unauthorized", "permission_denied", "not_found", "method_not_allowed",
        "conflict", "invalid_amount", "insufficient_balance",
        "rate_limit_exceeded", "service_unavailable",
    ]));
}
