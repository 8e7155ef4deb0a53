using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks;

/// <summary>The audit record leaves the house and can still be proved; inside, whoever rewrites it is found out.</summary>
public sealed class AuditExportTests
{
    [Fact]
    public async Task An_export_is_checked_offline_and_every_altered_field_names_its_row()
    {
        await using var host = await DeskHost.StartAsync();
        var (lines, key) = await ExportAsync(host);

        var verdict = AuditExportCheck.Check(lines, key, isFiltered: false);
        Assert.Null(verdict.Fault);
        Assert.Equal(lines.Count, verdict.Rows);
        Assert.True(verdict.Heads > 0);

        var victim = JsonNode.Parse(lines[lines.Count / 2])!.AsObject();
        var id = victim["id"]!.GetValue<long>();
        foreach (var field in (string[])["at", "actor_user_id", "actor_kind", "actor_name", "action", "entity_kind", "entity_id", "reason",
            "changes", "request_id", "address", "hash", "previous_hash"])
        {
            var bent = victim.DeepClone().AsObject();
            bent[field] = field switch
            {
                "at" => "2020-01-01T00:00:00.000Z",
                "actor_user_id" or "entity_id" => Guid.NewGuid(),
                "changes" => new JsonObject { ["amount"] = "1" },
                _ => "altered",
            };
            var altered = lines.ToList();
            altered[lines.Count / 2] = bent.ToJsonString();
            Assert.StartsWith($"Audit row {id} was altered", AuditExportCheck.Check(altered, key, isFiltered: false).Fault,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_row_that_is_left_out_is_missed_unless_the_file_is_a_selection()
    {
        await using var host = await DeskHost.StartAsync();
        var (lines, key) = await ExportAsync(host);
        var fewer = lines.ToList();
        fewer.RemoveAt(fewer.Count / 2);

        Assert.StartsWith("Rows are missing between", AuditExportCheck.Check(fewer, key, isFiltered: false).Fault,
            StringComparison.Ordinal);
        Assert.Null(AuditExportCheck.Check(fewer, key, isFiltered: true).Fault);
        Assert.Contains("cut off", AuditExportCheck.Check(lines.Skip(1), key, isFiltered: false).Fault, StringComparison.Ordinal);
        Assert.Contains("are missing", AuditExportCheck.Check(lines.SkipLast(1), key, isFiltered: false).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_forged_as_a_whole_lacks_the_signature()
    {
        await using var host = await DeskHost.StartAsync();
        var (lines, _) = await ExportAsync(host);
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var key = other.ExportSubjectPublicKeyInfoPem();

        Assert.Contains("is not signed with this key", AuditExportCheck.Check(lines, key, isFiltered: false).Fault,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_checks_a_file_and_ends_with_one_when_a_byte_is_flipped()
    {
        await using var host = await DeskHost.StartAsync();
        var (lines, key) = await ExportAsync(host);
        using var directory = new TempDirectory();
        var (file, pem) = (directory.File("audit.jsonl"), directory.File("key.pem"));
        await File.WriteAllLinesAsync(file, lines);
        await File.WriteAllTextAsync(pem, key);

        Assert.Equal(0, await VerifyAsync(directory, file, pem));
        await File.WriteAllTextAsync(file,
            (await File.ReadAllTextAsync(file)).Replace("\"submit", "\"sibmit", StringComparison.Ordinal)
            .Replace("demo.", "dema.", StringComparison.Ordinal).Replace("\"system\"", "\"sysTem\"", StringComparison.Ordinal));
        Assert.Equal(1, await VerifyAsync(directory, file, pem));
    }

    [Fact]
    public async Task A_chain_that_was_rewritten_in_the_database_is_no_longer_what_was_signed()
    {
        await using var host = await DeskHost.StartAsync();
        await ExportAsync(host);
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        foreach (var table in (string[])["audit_log", "audit_seals", "audit_checkpoints"])
        {
            await RunAsync(db, "DROP TRIGGER " + table + "_no_update");
        }
        var victim = (await db.AuditSeals.AsNoTracking().OrderBy(seal => seal.Sequence).Skip(1).FirstAsync()).AuditId;
        await db.Database.ExecuteSqlAsync($"UPDATE audit_log SET actor_name = 'Nobody' WHERE id = {victim}");
        await RewriteAsync(db);

        Assert.Contains("is not signed by this desk", await VerifyAsync(host), StringComparison.Ordinal);
        await RunAsync(db, "DROP TRIGGER audit_checkpoints_no_delete");
        await RunAsync(db, "DELETE FROM audit_checkpoints");
        Assert.Contains("was rewritten", await VerifyAsync(host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_was_cut_off_is_shorter_than_what_was_signed()
    {
        await using var host = await DeskHost.StartAsync();
        await ExportAsync(host);
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        foreach (var table in (string[])["audit_seals", "audit_checkpoints"])
        {
            await RunAsync(db, "DROP TRIGGER " + table + "_no_delete");
            await RunAsync(db, "DELETE FROM " + table + " WHERE sequence > 2");
        }

        Assert.Contains("Audit seal 3 is missing", await VerifyAsync(host), StringComparison.Ordinal);
    }

    /// <summary>The second way looks at the proof before the transaction; the refusal is the transaction's all the same.</summary>
    [Theory]
    [InlineData("confirm")]
    [InlineData("confirm?proof_must_agree=true")]
    public async Task What_somebody_was_not_allowed_to_do_is_on_record(string action)
    {
        await using var host = await DeskHost.StartAsync();
        var id = await DepositSteps.SubmitAsync(host, "100000.00");

        await host.Auditor.PostJsonAsync($"otc/deposits/{id}/{action}", null, HttpStatusCode.Forbidden);

        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var auditor = host.Credentials.StaffNamed("auditor").UserId;
        Assert.True(await db.Audit.AnyAsync(row => row.Action == "refused" && row.ActorId == auditor));
    }

    private static async Task<(List<string> Lines, string Key)> ExportAsync(DeskHost host)
    {
        await DepositSteps.SubmitAsync(host, "100000.00");
        var text = await host.Auditor.GetStringAsync("/api/v1/auth/audit/export");
        var key = await host.Auditor.GetStringAsync("/api/v1/auth/audit/public-key");
        return ([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)], key);
    }

    private static async Task<string?> VerifyAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<AuditDesk>().VerifyAsync(CancellationToken.None)).Fault;
    }

    private static Task<int> VerifyAsync(TempDirectory directory, string file, string pem) => CommandVerbs.RunAsync(
        ["verify", "--export", file, "--key", pem, "--environment", "Development", "--applicationName=OtcBackoffice",
            $"--Data:Directory={directory.FullName}"]);

    private static async Task RunAsync(BackofficeDbContext db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    // As somebody would who may write to the database and knows how the chain is made.
    private static async Task RewriteAsync(BackofficeDbContext db)
    {
        var previous = AuditChain.Genesis;
        var seals = await db.AuditSeals.AsNoTracking().OrderBy(seal => seal.Sequence).ToListAsync();
        var heads = await db.AuditCheckpoints.AsNoTracking().Select(head => head.Sequence).ToListAsync();
        foreach (var seal in seals)
        {
            var row = await db.Audit.AsNoTracking().FirstAsync(one => one.Id == seal.AuditId);
            previous = AuditChain.Hash(previous, row);
            await db.Database.ExecuteSqlAsync($"UPDATE audit_seals SET hash = {previous} WHERE sequence = {seal.Sequence}");
            if (heads.Contains(seal.Sequence))
            {
                await db.Database.ExecuteSqlAsync($"UPDATE audit_checkpoints SET hash = {previous} WHERE sequence = {seal.Sequence}");
            }
        }
    }
}
