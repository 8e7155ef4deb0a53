using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Hosting;
using OtcBackoffice.Jobs;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// A statement of 100,000 lines against as many open deposits (issue 14): read, kept as money, matched in one pass, and put on the
/// deposits, while somebody at the desk goes on confirming. The floor writes the rows of each line with prepared statements.
/// </summary>
internal static class MatchBench
{
    private const int Lines = 100_000, Confirmable = 80_000;
    private const double Kept = 0.05, Aim = 0.3, DecideGoal = 5_000;

    public static async Task RunAsync(BenchRunner runner, CancellationToken cancellation)
    {
        await using var desk = await ProductSide.StartAsync(Confirmable, pendingEvery: 1);
        using var directory = new TempDirectory();
        var turns = new Turns(desk, directory);
        var first = await turns.ImportAsync(cancellation);
        await using var bare = await BareImport.OpenAsync(desk.Services.GetRequiredService<HostSettings>().SqliteFile,
            directory.File("bare.db"), cancellation);
        await runner.RunAsync(
            new Comparison("match", "lines/s",
                new Contender("prepared SQL, the rows of a matched line, 200 a commit", token => bare.WriteAsync(Lines, token)),
                new Contender("import of a statement, somebody confirming beside", turns.ImportAsync) { WarmUpTurns = 0 },
                Goal.AtLeast(Kept, Aim)), cancellation);
        await runner.RunAsync(
            new Comparison("match_beside", "ms",
                new Contender("confirm, nobody importing", turns.ConfirmAloneAsync),
                new Contender("confirm beside an import", turns.ConfirmBesideAsync) { WarmUpTurns = 0 },
                Goal.AtMost(6, aim: 3)), cancellation);
        // The pass that decides, alone: the lines it takes a second, against what the issue asks for.
        await runner.RunAsync(
            new Comparison("match_decide", "lines/s",
                new Contender("what is asked for", _ => Task.FromResult(new Reading(DecideGoal))),
                new Contender("one pass over the lines", turns.DecideAsync), Goal.AtLeast(1)), cancellation);
        _ = first;
        desk.AssertNoErrors();
    }

    /// <summary>Each turn has its own open deposits, its own file and its own numbers to confirm.</summary>
    private sealed class Turns(ProductSide desk, TempDirectory directory)
    {
        private int _from = Confirmable + 1, _confirmed, _day;

        public async Task<Reading> ImportAsync(CancellationToken cancellation)
        {
            var (file, from) = (directory.File($"statement-{_day}.xml"), _from);
            await ProductSeed.AddOpenAsync(desk.Services.GetRequiredService<HostSettings>().SqliteFile, from, from + Lines - 1,
                cancellation);
            await WriteFileAsync(file, from, _day, cancellation);
            (_from, _day) = (_from + Lines, _day + 1);
            GC.Collect();
            var (before, peak, stop) = (GC.GetTotalMemory(true), 0L, false);
            var latencies = new List<double>();
            var confirming = Task.Run(async () =>
            {
                while (!Volatile.Read(ref stop))
                {
                    var start = Stopwatch.GetTimestamp();
                    await desk.ConfirmNumberAsync(Interlocked.Increment(ref _confirmed), cancellation);
                    latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    peak = Math.Max(peak, GC.GetTotalMemory(false));
                    await Task.Delay(5, cancellation);
                }
            }, cancellation);
            var id = await UploadAsync(file, cancellation);
            var taken = Stopwatch.GetTimestamp();
            await using var scope = desk.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<JobBoard>().RunAsync(DeskJobs.StatementImporter, cancellation);
            var seconds = Stopwatch.GetElapsedTime(taken).TotalSeconds;
            Volatile.Write(ref stop, true);
            await confirming;
            await AssertAsync(id, from, cancellation);
            latencies.Sort();
            return new Reading(Lines / seconds, new Dictionary<string, double>
            {
                ["seconds"] = seconds, ["heap_growth_mb"] = Math.Max(0, peak - before) / 1_048_576d,
                ["confirm_p50_ms"] = latencies[latencies.Count / 2], ["confirm_p99_ms"] = latencies[(int)(latencies.Count * 0.99)],
                ["confirm_max_ms"] = latencies[^1],
            });
        }

        public async Task<Reading> ConfirmBesideAsync(CancellationToken cancellation) =>
            new((await ImportAsync(cancellation)).Also!["confirm_p50_ms"]);

        public async Task<Reading> ConfirmAloneAsync(CancellationToken cancellation)
        {
            var latencies = new List<double>();
            for (var turn = 0; turn < 500; turn++)
            {
                var start = Stopwatch.GetTimestamp();
                await desk.ConfirmNumberAsync(Interlocked.Increment(ref _confirmed), cancellation);
                latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                await Task.Delay(5, cancellation);
            }
            latencies.Sort();
            return new Reading(latencies[latencies.Count / 2],
                new Dictionary<string, double> { ["p99_ms"] = latencies[(int)(latencies.Count * 0.99)] });
        }

        public Task<Reading> DecideAsync(CancellationToken cancellation)
        {
            var day = new DateOnly(2026, 3, 16);
            var lines = Enumerable.Range(1, Lines).Select(number => new MatchLine(Guid.CreateVersion7(), $"RCP-{number}", "KES",
                100_000 + number)
            {
                ReferenceKey = Reference(number), Parts = [Reference(number)], PayerName = Sender(number),
                PayerKey = SenderName.Key(Sender(number)), Day = day,
            }).ToList();
            var targets = Enumerable.Range(1, Lines).Select(number => new MatchTarget("deposit", Guid.CreateVersion7(), $"DEP-{number}",
                Guid.AllBitsSet, "KES", 100_000 + number, 100_000 + number)
            {
                ReferenceKey = Reference(number), SenderKey = SenderName.Key(Sender(number)), Day = day,
            }).ToList();
            var start = Stopwatch.GetTimestamp();
            var decided = Matching.Decide(lines, targets, new SenderBook(), MatchingRules.First);
            return decided.Automatic.Count == Lines
                ? Task.FromResult(new Reading(Lines / Stopwatch.GetElapsedTime(start).TotalSeconds))
                : throw new InvalidOperationException($"{decided.Automatic.Count} of {Lines} lines were decided.");
        }

        private async Task<Guid> UploadAsync(string file, CancellationToken cancellation)
        {
            await using var scope = desk.ActingAdmin();
            await using var content = File.OpenRead(file);
            var queued = await scope.ServiceProvider.GetRequiredService<StatementImportDesk>().UploadAsync(
                new UploadStatement(Path.GetFileName(file), content,
                    _ => Task.FromResult<Result<UploadChoice>>(new UploadChoice(null, null, null))), cancellation);
            return queued.Failed(out var refused) ? throw new InvalidOperationException(refused.Message) : queued.Value.Id;
        }

        private async Task AssertAsync(Guid id, int from, CancellationToken cancellation)
        {
            await using var scope = desk.Services.CreateAsyncScope();
            await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<BackofficeDbContext>>()
                .CreateDbContextAsync(cancellation);
            var import = await db.StatementImports.AsNoTracking().FirstAsync(row => row.Id == id, cancellation);
            var (low, high) = (1_000_000L + from, 1_000_000L + from + Lines - 1);
            var paid = await db.Deposits.CountAsync(row => row.Number >= low && row.Number <= high
                && row.ReceivedMinor == row.FiatAmountMinor, cancellation);
            if (import.MatchedAtUtc is null || paid != Lines)
            {
                throw new InvalidOperationException($"{import.Status} {import.Faults}: {paid} of {Lines} deposits have their money.");
            }
        }

        private async Task WriteFileAsync(string file, int from, int day, CancellationToken cancellation)
        {
            await using var scope = desk.Services.CreateAsyncScope();
            await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<BackofficeDbContext>>()
                .CreateDbContextAsync(cancellation);
            var account = await db.DeskAccounts.AsNoTracking().FirstAsync(row => row.Currency == "KES" && row.Kind == "bank",
                cancellation);
            var name = account.IsIban ? $"<IBAN>{account.PlainNumber}</IBAN>" : $"<Othr><Id>{account.PlainNumber}</Id></Othr>";
            var date = new DateOnly(2026, 3, 16).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var opening = Enumerable.Range(Confirmable + 1, from - Confirmable - 1).Sum(number => 100_000L + number);
            var closing = opening + Enumerable.Range(from, Lines).Sum(number => 100_000L + number);
            await using var writer = new StreamWriter(file);
            await writer.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"
                + $"<BkToCstmrStmt><GrpHdr><MsgId>M{day}</MsgId></GrpHdr><Stmt><Id>ST-{day}</Id><ElctrncSeqNb>{day + 1}</ElctrncSeqNb>"
                + $"<FrToDt><FrDtTm>{date}T00:00:00Z</FrDtTm><ToDtTm>{date}T23:59:59Z</ToDtTm></FrToDt>"
                + $"<Acct><Id>{name}</Id><Ccy>KES</Ccy></Acct>{Balance("OPBD", opening, date)}{Balance("CLBD", closing, date)}");
            for (var number = from; number < from + Lines; number++)
            {
                await writer.WriteLineAsync($"<Ntry><Amt Ccy=\"KES\">{Amount(100_000L + number)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
                    + "<Sts><Cd>BOOK</Cd></Sts>"
                    + $"<BookgDt><Dt>{date}</Dt></BookgDt><ValDt><Dt>{date}</Dt></ValDt><AcctSvcrRef>B{number}</AcctSvcrRef>"
                    + "<NtryDtls><TxDtls>"
                    + $"<RltdPties><Dbtr><Pty><Nm>{Sender(number)}</Nm></Pty></Dbtr></RltdPties><RmtInf>"
                    + $"<Ustrd>{Reference(number)}</Ustrd></RmtInf>"
                    + "</TxDtls></NtryDtls></Ntry>");
            }
            await writer.WriteAsync("</Stmt></BkToCstmrStmt></Document>");
        }

        private static string Balance(string kind, long minor, string date) =>
            $"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"KES\">{Amount(minor)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
                + $"<Dt><Dt>{date}</Dt></Dt></Bal>";

        private static string Amount(long minor) => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

        private static string Reference(int number) => number.ToString("'PAY'00000000", CultureInfo.InvariantCulture);

        // As the seed writes it.
        private static string Sender(int number) => $"Sender {(1_000_000 + number) % 1000}";
    }
}
