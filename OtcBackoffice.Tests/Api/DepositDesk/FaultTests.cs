using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>Faults before a desk is reached and defects behind it speak the same dialect.</summary>
public sealed class FaultTests(DepositDeskFixture desk) : IClassFixture<DepositDeskFixture>
{
    [Theory]
    [InlineData("/api/v1/auth")]
    [InlineData("/api/v1/auth/")]
    [InlineData("/api/v1/auth/otc/nothing")]
    [InlineData("/api/v1/auth/otc/deposits/not-an-id")]
    [InlineData("/API/v1/Auth/nothing")]
    public async Task An_unknown_path_is_a_problem_and_never_a_page(string path)
    {
        foreach (var client in (HttpClient[])[desk.Host.Anonymous, desk.Host.Admin])
        {
            await Send(client, "GET", path, null, ("Accept", "text/html")).ExpectingProblem(404, "NOT_FOUND");
        }
    }

    [Theory]
    [InlineData("DELETE", "otc/deposits", "GET, POST")]
    [InlineData("GET", "otc/deposits/draft", "POST")]
    [InlineData("PUT", "fiat-currencies/", "GET, PATCH, POST")]
    [InlineData("OPTIONS", "audit", "GET")]
    public async Task A_method_that_is_not_offered_names_those_that_are(string method, string path, string allowed)
    {
        var answer = await Send(desk.Host.Anonymous, method, path);

        answer.ExpectProblem(405, "METHOD_NOT_ALLOWED");
        Assert.Equal(allowed, string.Join(", ", answer.ContentHeaders.Allow.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("DELETE", "/account/sign-in", 405)]
    [InlineData("GET", "/sandbox/faults/nowhere", 404)]
    [InlineData("DELETE", "/sandbox/faults", 405)]
    public async Task Outside_the_surface_too_an_unmatched_request_is_no_redirect(string method, string path, int status)
    {
        Assert.Equal(status, (await Send(desk.Host.Anonymous, method, path)).Status);
        Assert.Equal(status, (await Send(desk.Host.Anonymous, method, path, null, ("Accept", "text/html"))).Status);
    }

    [Fact]
    public async Task A_role_that_may_not_is_told_which_may()
    {
        var problem = await Send(desk.Host.Officer, "POST", $"otc/deposits/{Guid.NewGuid()}/assign", new { })
            .ExpectingProblem(403, "FORBIDDEN");

        Assert.Contains("admin", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7d9f6a0e-0f3c-4b62-9f83-3f1b41d1a111", true)]
    [InlineData("not-a-uuid\"<script>", false)]
    public async Task A_request_id_is_taken_over_when_it_is_one(string given, bool isTaken)
    {
        var problem = await Send(desk.Host.Admin, "GET", "nothing", null, ("X-Request-Id", given)).ExpectingProblem(404, "NOT_FOUND");

        Assert.Equal(isTaken, problem.GetProperty("request_id").GetString() == given);
    }

    [Fact]
    public async Task A_problem_is_not_kept_by_anybody_and_not_taken_for_something_else()
    {
        var answer = await Send(desk.Host.Anonymous, "GET", "nothing");

        Assert.Equal("no-store", answer.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_defect_tells_nothing_but_its_request_id()
    {
        await using var host = await WithProofStoreAsync(new BrokenStore(() => new InvalidOperationException("the secret inside")));
        var answer = await UploadAsync(host);

        var problem = answer.ExpectProblem(500, "INTERNAL_ERROR");

        Assert.DoesNotContain("secret inside", answer.Text, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Retry-After"));
        Assert.Contains(host.Log.Errors,
            line => line.ToString().Contains(problem.GetProperty("request_id").GetString()!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task A_database_that_cannot_answer_is_unavailable_for_a_moment(int sqliteCode)
    {
        await using var host = await WithProofStoreAsync(new BrokenStore(() => new SqliteException("disk I/O error", sqliteCode)));

        var answer = await UploadAsync(host);

        answer.ExpectProblem(503, "UNAVAILABLE");
        Assert.Equal("1", answer.Headers.RetryAfter?.ToString());
        Assert.DoesNotContain("disk", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_proof_store_is_unavailable_and_changes_nothing()
    {
        await using var host = await WithProofStoreAsync(new BrokenStore(() => new ProofStoreFullException("full")));

        var answer = await UploadAsync(host);

        answer.ExpectProblem(503, "UNAVAILABLE");
        Assert.Equal("1", answer.Headers.RetryAfter?.ToString());
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Halted_books_let_no_money_move_and_say_so()
    {
        await using var host = await StartAsync(DatabaseProvider.Sqlite);
        var fixture = new DepositDeskFixture(host);
        var id = await fixture.DepositInAsync(DepositStatus.Pending);
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            db.LedgerHealth.RemoveRange(db.LedgerHealth);
            db.LedgerHealth.Add(new LedgerHealthRow { Id = 1, IsHalted = true, Reason = "test" });
            await db.SaveChangesAsync();
        }

        await Send(host.Treasury, "POST", $"otc/deposits/{id}/confirm").ExpectingProblem(503, "LEDGER_HALTED");

        await Send(host.Treasury, "POST", $"otc/deposits/{id}/reject", new { reason = "Refusing moves no money." }).Expecting(200);
    }

    private static async Task<WireAnswer> UploadAsync(DeskHost host)
    {
        var draft = await Send(host.Acacia, "POST", "otc/deposits/draft", Draft()).Expecting(201);
        return await Send(host.Acacia, "POST", $"otc/deposits/{draft.GetProperty("deposit").GetProperty("id").GetString()}/proof",
            WireAnswer.File(PdfWriter.Receipt()));
    }

    private static Task<DeskHost> WithProofStoreAsync(IProofStore store) =>
        DeskHost.StartAsync(new DeskHostSetup { Services = services => services.Replace(ServiceDescriptor.Singleton(store)) });

    /// <summary>A store that fails whenever it is asked to keep something.</summary>
    private sealed class BrokenStore(Func<Exception> fault) : IProofStore
    {
        public Task<StoredProof> SaveAsync(Guid depositId, Guid fileId, Stream content, long maxBytes, CancellationToken cancellation) =>
            Task.FromException<StoredProof>(fault());

        public Task<Stream?> OpenAsync(Guid depositId, Guid fileId, string? sha256,
            CancellationToken cancellation) => Task.FromResult<Stream?>(null);

        public Task DeleteAsync(Guid depositId, Guid fileId, CancellationToken cancellation) => Task.CompletedTask;
    }
}
