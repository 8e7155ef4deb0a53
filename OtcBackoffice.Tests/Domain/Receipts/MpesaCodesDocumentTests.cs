using System.Text;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Domain.Receipts;

/// <summary>docs/mobile-money.md is written from the table that the product runs on.</summary>
public sealed class MpesaCodesDocumentTests
{
    [Fact]
    public void The_document_says_what_the_table_says()
    {
        var text = new StringBuilder();
        text.Append("# Mobile money\n\n");
        text.Append("Written from `OtcBackoffice.Domain/Receipts/MpesaCodes.cs`; a test compares. Only what stands here as `paid` or "
            + "`not_paid` is final. `still_open` waits,\n");
        text.Append("`not_asked` is asked again and refuses nothing, and every other code is `unknown`: the deposit stays pending with "
            + "`push_state` `outcome_unknown`,\n");
        text.Append("is asked about every minute, and two persons can end it (`resolve-outcome`). No code outside this list ends a "
            + "record.\n\n");
        text.Append("## M-Pesa (Daraja)\n\n| code | answer | meaning |\n|---|---|---|\n");
        foreach (var code in MpesaCodes.All)
        {
            text.Append($"| `{code.Code}` | `{Names.Snake(code.Answer)}` | {code.Meaning} |\n");
        }
        text.Append("\nA callback that says paid counts only with `MpesaReceiptNumber` and `Amount`; without them the operator is asked. "
            + "It is acknowledged with\n");
        text.Append("`{\"ResultCode\":0,\"ResultDesc\":\"Accepted\"}`, the operator's own member names. \"Unable to lock subscriber\" in "
            + "answer to a push refuses it, whatever its code.\n");

        ApprovedText.Assert("docs/mobile-money.md", text.ToString());
    }

    [Theory]
    [InlineData("0", OperatorAnswer.Paid)]
    [InlineData("1032", OperatorAnswer.NotPaid)]
    [InlineData("4999", OperatorAnswer.StillOpen)]
    [InlineData("", OperatorAnswer.Unknown)]
    [InlineData("17", OperatorAnswer.Unknown)]
    [InlineData(null, OperatorAnswer.Unknown)]
    public void What_is_not_listed_is_unknown(string? code, OperatorAnswer expected) => Assert.Equal(expected, MpesaCodes.Of(code));
}
