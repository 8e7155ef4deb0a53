using System.Text;
using OtcBackoffice.Api.BlockTrade;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.BlockTrade;

/// <summary>docs/errors-block-trade.md is written from the numbers that the product answers with.</summary>
public sealed class ErrorsDocumentTests
{
    private const string Head = """
        # Errors of the block-trade API

        Written from the surface's dialect; a test compares. Every refusal is `{"code": -1121, "msg": "..."}`. 4XX is the caller's fault; 429 asks to
        wait, and 418 shuts an address out that went on after 429. After a 5XX the outcome is not known: ask for the order by its `clientId`. `-1021`
        (401) is a timestamp outside of `recvWindow` or more than a second ahead; only whoever signed rightly is told.

        """;

    [Fact]
    public void The_document_says_what_the_surface_answers()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n")).Append("\n| code | status | when |\n|---|---|---|\n");
        foreach (var group in Enum.GetValues<ErrorCode>()
            .GroupBy(code => (Number: BlockTradeDialect.NumberOf(code), Status: BlockTradeDialect.StatusOf(code)))
            .OrderByDescending(group => group.Key.Number).ThenBy(group => group.Key.Status))
        {
            text.Append($"| {group.Key.Number} | {group.Key.Status} | "
                + $"{(group.Count() == 1 ? CodeSummaries.Of(group.Single()) : string.Join(", ", group.Select(code => $"`{code.Wire()}`")))} |\n");
        }

        ApprovedText.Assert("docs/errors-block-trade.md", text.ToString());
    }

    [Fact]
    public void Every_code_is_a_negative_number_with_a_status_of_its_own() => Assert.All(Enum.GetValues<ErrorCode>(), code =>
    {
        Assert.InRange(BlockTradeDialect.NumberOf(code), -4_999, -1_000);
        Assert.InRange(BlockTradeDialect.StatusOf(code), 400, 599);
    });
}
