using System.Net;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>What a proof bears out, who ticked it, and what a contradiction holds up, as staff see it over HTTP.</summary>
public sealed class EvidenceTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_officer_confirms_what_the_proof_bears_out_and_nobody_else_sees_the_evidence(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await SubmitAsync(host, "100000.00", Paper("100,000.00"));

        var evidence = await EvidenceAsync(host.Officer, id);
        Assert.Equal(1, evidence.GetProperty("proof_version").GetInt32());
        Assert.Equal(["match", "match", "match", "match", "match", "not_declared"], Checks(evidence));
        Assert.All(evidence.GetProperty("fields").EnumerateArray().Take(5),
            field => Assert.NotEqual(0, field.GetProperty("boxes").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null,
            (await host.Acacia.GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit").GetProperty("evidence").ValueKind);
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_contradiction_cannot_be_confirmed_until_treasury_accepts_it_with_a_reason(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await SubmitAsync(host, "100000.00", Paper("10,000.00"));

        Assert.Equal("differs", Checks(await EvidenceAsync(host.Officer, id))[0]);
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/claim");
        await ProblemAsync(host.Officer, $"otc/deposits/{id}/confirm?proof_must_agree=true", null, HttpStatusCode.UnprocessableEntity,
            "PROOF_DIFFERS");
        await ProblemAsync(host.Treasury, $"otc/deposits/{id}/confirm?proof_must_agree=true", null, HttpStatusCode.UnprocessableEntity,
            "PROOF_DIFFERS");
        await ProblemAsync(host.Officer, $"otc/deposits/{id}/evidence/ticks", new { field = "amount", reason = "Looks fine." },
            HttpStatusCode.UnprocessableEntity, "PROOF_DIFFERS");
        await ProblemAsync(host.Treasury, $"otc/deposits/{id}/evidence/ticks", new { field = "amount" }, HttpStatusCode.BadRequest,
            "INVALID_REQUEST");
        var accepted = await host.Treasury.PostJsonAsync($"otc/deposits/{id}/evidence/ticks",
            new { field = "amount", proof_version = 1, reason = "The bank split the wire." });

        Assert.Equal("The bank split the wire.", accepted.GetProperty("evidence").GetProperty("ticks")[0].Text("reason"));
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm?proof_must_agree=true");
        Assert.Contains("deposit.accept_difference", await ActionsAsync(host.Admin, id));
        Assert.DoesNotContain("deposit.accept_difference", await ActionsAsync(host.Acacia, id));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_mistyped_declaration_is_put_right_and_the_record_keeps_both_values(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await SubmitAsync(host, "100000.00", Paper("100,000.00"), reference: "FT26-0010");
        var path = $"otc/deposits/{id}/evidence/correct";
        Assert.Equal("differs", Checks(await EvidenceAsync(host.Officer, id))[2]);

        await ProblemAsync(host.Officer, path, new { field = "reference", value = "FT26-0001" }, HttpStatusCode.BadRequest,
            "INVALID_REQUEST");
        await ProblemAsync(host.Officer, path, new { field = "reference", value = "FT26-0010", reason = "Same." },
            HttpStatusCode.BadRequest, "INVALID_REQUEST");
        await ProblemAsync(host.Officer, path, new { field = "amount", value = "1.00", reason = "No." }, HttpStatusCode.BadRequest,
            "INVALID_REQUEST");
        await ProblemAsync(host.Officer, path, new { field = "value_date", value = "16/03/2026", reason = "No." },
            HttpStatusCode.BadRequest, "INVALID_REQUEST");
        await host.Auditor.PostJsonAsync(path, new { field = "reference", value = "FT26-0001", reason = "No." }, HttpStatusCode.Forbidden);
        await host.Acacia.PostJsonAsync(path, new { field = "reference", value = "FT26-0001", reason = "No." }, HttpStatusCode.Forbidden);
        var right = await host.Officer.PostJsonAsync(path,
            new { field = "reference", value = "FT26-0001", reason = "A zero was typed twice." });

        Assert.Equal("FT26-0001", right.Text("deposit", "payment_reference"));
        Assert.Equal("match", Checks(await EvidenceAsync(host.Officer, id))[2]);
        var line = (await host.Admin.GetJsonAsync($"otc/deposits/{id}/audit")).GetProperty("audit").EnumerateArray()
            .Single(one => one.Text("action") == "deposit.correct_declaration");
        Assert.Equal(("A zero was typed twice.", "FT26-0010", "FT26-0001"),
            (line.Text("reason"), line.GetProperty("changes").Text("before"), line.GetProperty("changes").Text("after")));
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm?proof_must_agree=true");
        await ProblemAsync(host.Officer, path, new { field = "bank", value = "Other", reason = "Late." }, HttpStatusCode.Conflict,
            "WRONG_STATE");
    }

    [Fact]
    public async Task A_tick_about_a_value_that_was_put_right_counts_no_longer()
    {
        await using var host = await DeskHost.StartAsync();
        var id = await SubmitAsync(host, "100000.00", DepositSteps.OneBlankPage());
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/evidence/ticks", new { field = "reference" });
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/evidence/ticks", new { field = "sender" });

        await host.Officer.PostJsonAsync($"otc/deposits/{id}/evidence/correct",
            new { field = "reference", value = "FT26-0002", reason = "Mistyped." });

        var ticked = Assert.Single((await EvidenceAsync(host.Officer, id)).GetProperty("ticks").EnumerateArray());
        Assert.Equal("sender", ticked.Text("field"));
    }

    [Fact]
    public async Task A_machine_that_does_not_ask_is_not_held_to_the_proof_and_the_record_says_so()
    {
        await using var host = await DeskHost.StartAsync();
        var id = await SubmitAsync(host, "100000.00", Paper("10,000.00"));

        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");

        var confirmed = (await host.Admin.GetJsonAsync($"otc/deposits/{id}/audit")).GetProperty("audit").EnumerateArray()
            .Single(line => line.Text("action") == "deposit.confirm");
        Assert.Equal("not_asked_for", confirmed.GetProperty("changes").Text("proof_check"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_proof_after_submission_is_a_new_version_without_the_ticks_of_the_old_one(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await SubmitAsync(host, "100000.00", DepositSteps.OneBlankPage());
        Assert.Equal(["check_by_eye", "check_by_eye", "check_by_eye", "check_by_eye", "check_by_eye", "not_declared"],
            Checks(await EvidenceAsync(host.Officer, id)));
        foreach (var field in (string[])["amount", "sender"])
        {
            await host.Officer.PostJsonAsync($"otc/deposits/{id}/evidence/ticks", new { field, proof_version = 1 });
        }
        var undone = await host.Officer.PostJsonAsync($"otc/deposits/{id}/evidence/ticks", new { field = "sender", @checked = false });
        Assert.Equal(1, undone.GetProperty("evidence").GetProperty("ticks").GetArrayLength());

        await host.Acacia.UploadProofAsync(id, Paper("100,000.00"));

        var evidence = await EvidenceAsync(host.Officer, id);
        Assert.Equal((2, 0), (evidence.GetProperty("proof_version").GetInt32(), evidence.GetProperty("ticks").GetArrayLength()));
        await ProblemAsync(host.Officer, $"otc/deposits/{id}/evidence/ticks", new { field = "amount", proof_version = 1 },
            HttpStatusCode.Conflict, "CONCURRENT_CHANGE");
        var told = (await host.Officer.GetJsonAsync($"otc/deposits/{id}/audit")).GetProperty("audit").EnumerateArray()
            .Single(line => line.Text("action") == "deposit.renew_proof");
        Assert.Equal("Version 2 of the proof came after it was handed in. No longer ticked: amount.", told.Text("reason"));
    }

    [Fact]
    public async Task Who_may_not_decide_may_not_tick_and_nothing_is_ticked_that_is_not_there()
    {
        await using var host = await DeskHost.StartAsync();
        var id = await SubmitAsync(host, "100000.00", DepositSteps.OneBlankPage());
        var path = $"otc/deposits/{id}/evidence/ticks";

        await host.Auditor.PostJsonAsync(path, new { field = "amount" }, HttpStatusCode.Forbidden);
        await host.Acacia.PostJsonAsync(path, new { field = "amount" }, HttpStatusCode.Forbidden);
        await host.Officer.PostJsonAsync(path, new { field = "weather" }, HttpStatusCode.BadRequest);
        await host.Officer.PostJsonAsync(path, new { }, HttpStatusCode.BadRequest);
        await host.Officer.PostJsonAsync(path, new { field = "bank" }, HttpStatusCode.BadRequest);
        await host.Officer.PostJsonAsync($"otc/deposits/{Guid.NewGuid()}/evidence/ticks", new { field = "amount" },
            HttpStatusCode.NotFound);
        await host.Officer2.PostJsonAsync($"otc/deposits/{id}/claim");
        await ProblemAsync(host.Officer, path, new { field = "amount" }, HttpStatusCode.Conflict, "CLAIMED_BY_ANOTHER");
        await host.Officer2.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm?proof_must_agree=true");
        await ProblemAsync(host.Officer2, path, new { field = "amount" }, HttpStatusCode.Conflict, "WRONG_STATE");
        var confirmed = (await host.Admin.GetJsonAsync($"otc/deposits/{id}/audit")).GetProperty("audit").EnumerateArray()
            .Single(line => line.Text("action") == "deposit.confirm");
        Assert.Equal(["amount", "currency", "reference", "value_date", "sender"],
            confirmed.GetProperty("changes").GetProperty("unticked").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task The_same_file_or_reference_on_another_deposit_is_named_even_when_it_was_replaced_since()
    {
        await using var host = await DeskHost.StartAsync();
        var twin = Paper("55,000.00");
        var first = await SubmitAsync(host, "55000.00", twin);
        await host.Acacia.UploadProofAsync(first, Paper("55,000.00", "corrected"));
        var second = await SubmitAsync(host, "56000.00", twin, reference: "FT26-OTHER-1");
        var third = await SubmitAsync(host, "57000.00", Paper("57,000.00"), reference: "FT26-OTHER-1");

        var repeats = (await host.Officer.GetJsonAsync($"otc/deposits/{second}")).GetProperty("deposit").GetProperty("repeats")
            .EnumerateArray().ToList();

        Assert.Equal([third, first], repeats.Select(one => one.Text("deposit_id")));
        Assert.Equal([(false, true), (true, false)],
            repeats.Select(one => (one.GetProperty("same_proof").GetBoolean(), one.GetProperty("same_reference").GetBoolean())));
    }

    private static async Task<string> SubmitAsync(DeskHost host, string amount, byte[] proof, string reference = "FT26-0001")
    {
        var id = await DepositSteps.PriceAsync(host.Acacia, amount);
        await host.Acacia.UploadProofAsync(id, proof);
        var sent = (await host.Acacia.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "proof_url");
        await host.Acacia.PostJsonAsync($"otc/deposits/{id}/submit", new { payment_reference = reference, transfer_date = TestClock.Day,
            proof_url = sent });
        return id;
    }

    private static byte[] Paper(string amount, string more = "") =>
        PdfWriter.Paper("Received from: Acacia Traders", $"Amount: KES {amount} {more}", "Reference: FT26-0001",
            $"Value date: {TimeProvider.System.GetUtcNow():d MMM yyyy}");

    private static async Task<JsonElement> EvidenceAsync(HttpClient client, string id) =>
        (await client.GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit").GetProperty("evidence");

    private static List<string> Checks(JsonElement evidence) =>
        [.. evidence.GetProperty("fields").EnumerateArray().Select(field => field.Text("check"))];

    private static async Task<List<string>> ActionsAsync(HttpClient client, string id) =>
        [.. (await client.GetJsonAsync($"otc/deposits/{id}/audit")).GetProperty("audit").EnumerateArray()
            .Select(line => line.Text("action"))];

    private static async Task ProblemAsync(HttpClient client, string path, object? body, HttpStatusCode status, string code) =>
        Assert.Equal(code, (await client.PostJsonAsync(path, body, status)).Text("code"));
}
