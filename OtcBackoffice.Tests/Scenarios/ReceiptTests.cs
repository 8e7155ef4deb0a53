using System.Net;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Scenarios.ReceiptSteps;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Money from the bank (issue 14, cases M10, M12 and M35): one way in, one record for each unit, and nothing that
/// vanishes.</summary>
public sealed class ReceiptTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_same_wire_twice_is_one_receipt_and_other_facts_are_an_alarm(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositAsync(host.Acacia, "120000.00", "FT26-7788X", "Acacia Traders Ltd");
        var first = await WireAsync(host, "120000.00", "FT26-7788X", entry: "E1");
        Assert.Equal(id, first.Text("deposit_id"));
        Assert.Equal(first.Text("receipt_id"),
            (await WireAsync(host, "120000.00", "ft26 7788x", "ACACIA TRADERS LTD", "E1")).Text("receipt_id"));

        Assert.Equal("RECEIPT_DIFFERS",
            (await WireAsync(host, "120000.01", "FT26-7788X", entry: "E1", expected: HttpStatusCode.Conflict)).Text("code"));
        Assert.Equal("RECEIPT_DIFFERS",
            (await WireAsync(host, "120000.01", "FT26-7788X", entry: "E1", expected: HttpStatusCode.Conflict)).Text("code"));

        var deposit = await DepositOfAsync(host.Officer, id);
        Assert.Equal("120000.00", deposit.Text("received_amount"));
        var day = TimeProvider.System.GetUtcNow().ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal($"arrived 120,000.00 on {day}", deposit.GetProperty("receipts").EnumerateArray().Single().Text("sentence"));
        Assert.Equal(("matched", $"arrived 120,000.00 on {day}"), (deposit.Text("evidence", "bank_line", "state"),
            deposit.Text("evidence", "bank_line", "sentence")));
        Assert.Single((await ReceiptAsync(host.Officer, first.Text("receipt_id"))).GetProperty("conflicts").EnumerateArray());
        var alarm = Assert.Single((await host.Treasury.GetJsonAsync("alarms?status=open")).GetProperty("alarms").EnumerateArray());
        Assert.Equal("receipt_conflict", alarm.Text("kind"));
        Assert.Single((await host.Auditor.GetJsonAsync($"audit?action=receipt.conflict&entity={first.Text("receipt_id")}"))
            .GetProperty("audit").EnumerateArray());
        await host.Officer.PostJsonAsync($"alarms/{alarm.Text("id")}/acknowledge", new { note = "seen" }, HttpStatusCode.Forbidden);
        await host.Treasury.PostJsonAsync($"alarms/{alarm.Text("id")}/acknowledge", new { note = "" }, HttpStatusCode.BadRequest);
        await host.Treasury.PostJsonAsync($"alarms/{alarm.Text("id")}/acknowledge", new { note = "asked the bank" });
        Assert.Empty((await host.Treasury.GetJsonAsync("alarms?status=open")).GetProperty("alarms").EnumerateArray());
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        await AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Two_wires_of_one_reference_fill_one_deposit_and_a_third_waits(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositAsync(host.Acacia, "100000.00", "PARTS-1");
        await WireAsync(host, "40000.00", "PARTS-1");
        Assert.Equal("AMOUNT_DIFFERS",
            (await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Conflict)).Text("code"));
        Assert.Equal(id, (await WireAsync(host, "60000.00", "PARTS-1")).Text("deposit_id"));
        var extra = await WireAsync(host, "60000.00", "PARTS-1");
        Assert.Equal(("unmatched", ""), (extra.Text("status"), extra.Text("deposit_id")));

        var deposit = await DepositOfAsync(host.Officer, id);
        Assert.Equal(("100000.00", "False"), (deposit.Text("received_amount"), deposit.Text("has_open_difference")));
        Assert.Equal(2, deposit.GetProperty("receipts").GetArrayLength());
        Assert.Equal(extra.Text("receipt_id"), Assert.Single(deposit.GetProperty("proposed_receipts").EnumerateArray()).Text("id"));
        Assert.Equal("confirmed", (await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm")).Text("deposit", "status"));
        await AssertBooksAsync(host);
    }

    [Fact]
    public async Task Two_merchants_of_one_reference_are_told_apart_by_a_person()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var baobab = await DepositAsync(host.Baobab, "100000.00", "INVOICE 2026-11");
        var acacia = await DepositAsync(host.Acacia, "100000.00", "INVOICE 2026-11");
        var wire = await WireAsync(host, "100000.00", "INVOICE 2026-11", "Acacia Traders Ltd");
        Assert.Equal("unmatched", wire.Text("status"));
        var proposals = (await ReceiptAsync(host.Officer, wire.Text("receipt_id"))).GetProperty("proposals").EnumerateArray().ToList();
        Assert.Equal(new[] { acacia, baobab }, proposals.Select(one => one.Text("id")));
        Assert.Contains("its sender is another merchant's",
            proposals[1].GetProperty("because").EnumerateArray().Select(word => word.GetString()));

        // Nor does a sender that is another merchant's pay a single deposit.
        var single = await DepositAsync(host.Baobab, "55000.00", "ONLY-ONE-77");
        Assert.Equal("unmatched", (await WireAsync(host, "55000.00", "ONLY-ONE-77", "Acacia Traders Ltd")).Text("status"));
        Assert.Equal("", (await DepositOfAsync(host.Officer, single)).Text("received_amount"));
        await AssertBooksAsync(host);
    }

    [Theory]
    [InlineData("ft26-7788x", true)]
    [InlineData("FT267788x", true)]
    [InlineData("/RFB/FT26-7788x", true)]
    [InlineData("FT26-7788x INV", false)]
    [InlineData("FT26-77881", null)]
    public async Task A_reference_is_one_however_a_bank_spells_it_and_contained_it_is_a_proposal(string spelled, bool? isMatch)
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var id = await DepositAsync(host.Acacia, "120000.00", "FT26-7788x", "Acacia Traders");
        var wire = await WireAsync(host, isMatch is null ? "77.00" : "120000.00", spelled);
        Assert.Equal(isMatch == true ? "matched" : "unmatched", wire.Text("status"));
        var deposit = await DepositOfAsync(host.Officer, id);
        Assert.Equal(isMatch switch { true => "matched", false => "proposed", null => "none" },
            deposit.Text("evidence", "bank_line", "state"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Unmatched_money_is_claimed_put_on_two_records_and_undone(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var (one, two) = (await DepositAsync(host.Acacia, "30000.00", "A-0001"), await DepositAsync(host.Acacia, "20000.00", "A-0002"));
        var receipt = (await WireAsync(host, "50000.00", "for both", "Acacia Holdings")).Text("receipt_id");
        Assert.Equal(receipt, Assert.Single((await host.Officer.GetJsonAsync("receipts?status=unmatched")).GetProperty("receipts")
            .EnumerateArray()).Text("id"));
        Assert.NotEqual("", (await host.Officer.PostJsonAsync($"receipts/{receipt}/claim")).Text("receipt", "claim_expires_at"));
        object Both(string first, string second, string reason = "both invoices") =>
            new { reason, records = new[] { new { kind = "deposit", id = one, amount = first },
            new { kind = "deposit", id = two, amount = second } } };
        await host.Officer2.PostJsonAsync($"receipts/{receipt}/assign", Both("30000.00", "20000.00"), HttpStatusCode.Conflict);
        Assert.Equal("RECEIPT_EXCEEDED",
            (await host.Officer.PostJsonAsync($"receipts/{receipt}/assign", Both("30000.00", "20000.01"),
            HttpStatusCode.UnprocessableEntity)).Text("code"));
        await host.Officer.PostJsonAsync($"receipts/{receipt}/assign", Both("30000.00", "20000.00", " "), HttpStatusCode.BadRequest);
        await host.Auditor.PostJsonAsync($"receipts/{receipt}/assign", Both("30000.00", "20000.00"), HttpStatusCode.Forbidden);
        await host.Acacia.GetJsonAsync($"receipts/{receipt}", HttpStatusCode.Forbidden);

        var assigned = await host.Officer.PostJsonAsync($"receipts/{receipt}/assign", Both("30000.00", "20000.00"));
        Assert.Equal(("matched", "0.00", 2),
            (assigned.Text("receipt", "status"), assigned.Text("receipt", "remaining"),
            assigned.GetProperty("receipt").GetProperty("matched").GetArrayLength()));
        Assert.Equal("20000.00", (await DepositOfAsync(host.Officer, two)).Text("received_amount"));
        await AssertBooksAsync(host);

        // The sender is known from now on, until the assignment is undone.
        var third = await DepositAsync(host.Acacia, "7000.00", "A-0003");
        Assert.Equal(third, (await WireAsync(host, "7000.00", "A-0003", "Acacia Holdings")).Text("deposit_id"));
        Assert.Equal("unmatched",
            (await host.Officer.PostJsonAsync($"receipts/{receipt}/undo", new { reason = "wrong invoices" })).Text("receipt", "status"));
        Assert.Equal("", (await DepositOfAsync(host.Officer, one)).Text("received_amount"));
        await DepositAsync(host.Acacia, "8000.00", "A-0004");
        Assert.Equal("unmatched", (await WireAsync(host, "8000.00", "A-0004", "Acacia Holdings")).Text("status"));
        await AssertBooksAsync(host);

        // Part of it on a record, the rest sent back; what was confirmed is undone by two.
        await host.Officer.PostJsonAsync($"receipts/{receipt}/assign",
            new { reason = "one", records = new[] { new { kind = "deposit", id = one, amount = "30000.00" } } });
        Assert.Equal("returned",
            (await host.Officer.PostJsonAsync($"receipts/{receipt}/return", new { reason = "not ours" })).Text("receipt", "status"));
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{one}/confirm");
        await AssertBooksAsync(host);
        var asked = await host.Officer.PostJsonAsync($"receipts/{receipt}/undo", new { reason = "recalled by the bank" },
            HttpStatusCode.Accepted);
        await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        Assert.Equal("50000.00", (await ReceiptAsync(host.Officer, receipt)).Text("remaining"));
        await AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Above_the_cap_unmatched_money_needs_a_second_person()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var receipt = (await WireAsync(host, "50000000.00", "large", "Nobody")).Text("receipt_id");
        foreach (var action in (string[])["return", "keep"])
        {
            await host.Treasury.PostJsonAsync($"receipts/{receipt}/{action}", new { reason = "unknown sender" }, HttpStatusCode.Accepted);
        }
        var asked = await host.Officer.PostJsonAsync($"receipts/{receipt}/keep", new { reason = "owner unknown" }, HttpStatusCode.Accepted);
        await host.Officer.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve", null, HttpStatusCode.Forbidden);
        await host.Treasury2.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        Assert.Equal("kept", (await ReceiptAsync(host.Officer, receipt)).Text("status"));
        await AssertBooksAsync(host);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Money_that_comes_after_its_record_ended_is_late_and_waits(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositAsync(host.Acacia, "100000.00", "LATE-1");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/reject", new { reason = "nothing came" });
        var wire = await WireAsync(host, "100000.00", "LATE-1");
        Assert.Equal("unmatched", wire.Text("status"));
        Assert.Equal("True", (await ReceiptAsync(host.Officer, wire.Text("receipt_id"))).Text("paid_late"));
        Assert.Equal("True", (await DepositOfAsync(host.Officer, id)).Text("paid_late"));

        // What had come is back in the queue when its deposit is rejected.
        var other = await DepositAsync(host.Acacia, "90000.00", "GONE-2");
        var paid = await WireAsync(host, "90000.00", "GONE-2");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{other}/reject", new { reason = "not for us" });
        Assert.Equal("unmatched", (await ReceiptAsync(host.Officer, paid.Text("receipt_id"))).Text("status"));
        await AssertBooksAsync(host);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Money_before_its_deposit_and_a_wire_for_a_word_both_find_their_record(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        Assert.Equal("unmatched", (await WireAsync(host, "100000.00", "EARLY-9")).Text("status"));
        var id = await DepositAsync(host.Acacia, "100000.00", "EARLY-9");
        Assert.Equal("100000.00", (await DepositOfAsync(host.Officer, id)).Text("received_amount"));

        var word = await DepositAsync(host.Acacia, "80000.00", "WORD-3");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{word}/confirm");
        Assert.Equal(word, (await WireAsync(host, "80000.00", "WORD-3")).Text("deposit_id"));
        await AssertBooksAsync(host);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_reversal_ends_what_it_takes_back_or_raises_an_alarm(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositAsync(host.Acacia, "100000.00", "BACK-1");
        await WireAsync(host, "100000.00", "BACK-1", entry: "B1");
        Assert.Equal("matched", (await WireAsync(host, "100000.00", "BACK-1", entry: "B1-R", kind: "reversal")).Text("status"));
        Assert.Equal("", (await DepositOfAsync(host.Officer, id)).Text("received_amount"));
        await AssertBooksAsync(host);

        Assert.Equal(id, (await WireAsync(host, "100000.00", "BACK-1", entry: "B2")).Text("deposit_id"));
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var recall = await WireAsync(host, "100000.00", "BACK-1", entry: "B2", kind: "reversal");
        Assert.Equal("-100000.00", (await ReceiptAsync(host.Officer, recall.Text("receipt_id"))).Text("remaining"));
        Assert.Equal("reversal",
            Assert.Single((await host.Treasury.GetJsonAsync("alarms")).GetProperty("alarms").EnumerateArray()).Text("kind"));
        await AssertBooksAsync(host);
    }

    [Fact]
    public async Task Rules_are_drafted_tried_and_published_by_two()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        await DepositAsync(host.Acacia, "100000.00", "RULE-1");
        var late = await WireAsync(host, "100000.00", "RULE-1");
        var published = await host.Officer.GetJsonAsync("matching/rules");
        Assert.Equal("reference", published.GetProperty("published").GetProperty("rules")[0].Text("name"));
        await host.Officer.PostJsonAsync("matching/rules/drafts", new { rules = Array.Empty<object>() }, HttpStatusCode.Forbidden);
        await host.Treasury.PostJsonAsync("matching/rules/drafts",
            new { rules = new[] { new { name = "reference_contained", automatic = true, sender = "agrees" } } }, HttpStatusCode.BadRequest);
        var draft = (await host.Treasury.PostJsonAsync("matching/rules/drafts",
            new { rules = new[] { new { name = "reference", automatic = false, window_days = 30, sender = "agrees" } } },
            HttpStatusCode.Created)).Text("draft", "id");
        var change = Assert.Single((await host.Treasury.PostJsonAsync($"matching/rules/drafts/{draft}/dry-run", new { days = 30 }))
            .GetProperty("changes").EnumerateArray());
        Assert.Equal((late.Text("receipt_id"), "unmatched"), (change.Text("receipt_id"), change.Text("to")));
        Assert.StartsWith("DEP-", change.Text("from"), StringComparison.Ordinal);
        var asked = await host.Treasury.PostJsonAsync($"matching/rules/drafts/{draft}/publish", null, HttpStatusCode.Accepted);
        await host.Admin.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        Assert.Equal("1", (await host.Officer.GetJsonAsync("matching/rules")).Text("published", "version"));
        await DepositAsync(host.Acacia, "90000.00", "RULE-2");
        Assert.Equal("unmatched", (await WireAsync(host, "90000.00", "RULE-2")).Text("status"));
    }
}
