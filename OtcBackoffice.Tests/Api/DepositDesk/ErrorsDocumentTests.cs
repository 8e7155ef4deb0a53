using System.Text;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>docs/errors.md is written from the codes and the dialect that the product answers with.</summary>
public sealed class ErrorsDocumentTests
{
    private const string Head = """
        # Errors

        Written from `ErrorCode` and the surface's dialect; a test compares. The deposit desk API under `/api/v1/auth` and
        `/otc-deposits-proof` answers every refusal, also those before a desk is reached, as an RFC 9457 problem document:

        ```json
        {
          "type": "urn:otc-backoffice:error:wrong_state",
          "title": "Not possible in this status",
          "status": 409,
          "detail": "DEP-1042: Confirm is not possible while the deposit is rejected.",
          "code": "WRONG_STATE",
          "request_id": "0c8e7f4e-6f5b-4a7e-9f43-2d0d6a4f1f0e",
          "current_status": "rejected",
          "action": "confirm"
        }
        ```

        `code` is stable; `detail` is a sentence for people. `field` names the request field at fault, where there is one. A refusal that
        another person could turn into a yes carries `requires_second_approval: true`. Where the same request may succeed a moment later,
        the header `Retry-After` says in how many seconds. Facts of the refusal stand beside it, such as `requested_crypto_amount` of a
        credit outside the tolerance, or `notional_usd` and `limit_usd` of one above the cap. A record of somebody else answers exactly
        like one that does not exist.

        """;

    [Fact]
    public void The_document_says_what_the_surface_answers()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        text.Append("\n## Kinds\n\n| kind | status | what to do |\n|---|---|---|\n");
        foreach (var kind in Enum.GetValues<ErrorKind>())
        {
            text.Append($"| {Words(kind)} | {ProblemDialect.StatusOf(kind)} | {CodeSummaries.Of(kind)} |\n");
        }
        text.Append("\n## Codes\n\n| code | status | when | also |\n|---|---|---|---|\n");
        foreach (var code in Enum.GetValues<ErrorCode>().OrderBy(ProblemDialect.StatusOf)
            .ThenBy(code => code.Wire(), StringComparer.Ordinal))
        {
            text.Append($"| `{code.Wire()}` | {ProblemDialect.StatusOf(code)} | {CodeSummaries.Of(code)} | {Extras(code)} |\n");
        }

        ApprovedText.Assert("docs/errors.md", text.ToString());
    }

    [Fact]
    public void Every_code_has_a_status_that_says_whose_turn_it_is()
    {
        Assert.All(Enum.GetValues<ErrorCode>(), code =>
        {
            Assert.InRange(ProblemDialect.StatusOf(code), 400, 599);
            Assert.NotEqual("", ProblemDialect.TitleOf(code));
        });
    }

    private static string Extras(ErrorCode code) => (ProblemDialect.IsRetryable(code), code.Kind() == ErrorKind.NeedsSecondPerson) switch
    {
        (true, _) => "`Retry-After`",
        (_, true) => "`requires_second_approval`",
        _ => "",
    };

    private static string Words(ErrorKind kind) => Names.Words(kind).ToLowerInvariant();
}
