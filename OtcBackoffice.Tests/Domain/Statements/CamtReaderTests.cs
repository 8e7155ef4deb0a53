using System.Text;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Tests.Domain.Statements;

/// <summary>camt.052, 053 and 054: signs, batches, what is not booked, and what is refused (R5, R7, R8, R9, R12, R13).</summary>
public sealed class CamtReaderTests
{
    [Theory]
    [InlineData("camt.053.001.02")]
    [InlineData("camt.053.001.04")]
    [InlineData("camt.053.001.08")]
    public void Balances_and_lines_are_read_in_every_version(string version)
    {
        var read = Reading.Of(Camt053.File("-10.00", "40.50", [Camt053.Entry("60.50", "B1"), Camt053.Entry("-10.00", "B2")],
            version: version));
        Assert.Empty(read.Faults);
        Assert.Equal((-1000, 5050, 4050), (read.Tally.Head!.Opening!.Minor, read.Tally.Sum, read.Tally.Foot!.Closing!.Minor));
        Assert.Equal(("B1", "INV 1", "Acacia Traders"),
            (read.Lines[0].BankReference, read.Lines[0].Reference, read.Lines[0].CounterpartyName));
    }

    [Fact]
    public void Envelopes_containers_and_names_of_communities_hold_the_same_statements()
    {
        var plain = Encoding.UTF8.GetString(Camt053.File("0.00", "1.00", [Camt053.Entry("1.00", "B1")]));
        var document = plain[plain.IndexOf("<Document", StringComparison.Ordinal)..];
        string[] files =
        [
            $"<Envelope xmlns=\"urn:e\"><AppHdr xmlns=\"urn:h\"><Id>1</Id></AppHdr>{document}</Envelope>",
            document.Replace("urn:iso:std:iso:20022:tech:xsd:camt.053.001.08", "ISO:camt.053.001.08:A:B:003", StringComparison.Ordinal),
            "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + document,
        ];
        Assert.All(files, file =>
        {
            var read = Reading.Of(file);
            Assert.Empty(read.Faults);
            Assert.Equal(("B1", 100, 100), (read.Lines[0].BankReference, read.Tally.Sum, read.Tally.Foot!.Closing!.Minor));
        });
        var two = Reading.Of($"<c>{document}{document}</c>");
        Assert.Equal([1, 2], two.Lines.Select(line => line.Statement));
        Assert.Contains("begins with <html>", Reading.Of("<html><body><br></body></html>").Fault.Message, StringComparison.Ordinal);
        Assert.Equal(StatementFaultCode.FormatUnknown, Reading.Of("<Envelope><Header/></Envelope>").Fault.Code);
        Assert.Equal(StatementFaultCode.DtdRefused, Reading.Of("<!doctype html><html/>").Fault.Code);
    }

    [Fact]
    public void A_payment_that_came_back_names_the_other_side_and_why()
    {
        var details = $"""
            <TxDtls><Refs><EndToEndId>P-9</EndToEndId></Refs><RltdPties><Dbtr><Nm>The Desk</Nm></Dbtr>
            <DbtrAcct><Id><IBAN>{Camt053.Iban}</IBAN></Id></DbtrAcct>
            <Cdtr><Nm>Payee</Nm></Cdtr><CdtrAcct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></CdtrAcct></RltdPties>
            <RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed</AddtlInf></RtrInf></TxDtls>
            """;
        var line = Reading.Of(Camt053.File("0.00", "5.00", [Camt053.Entry("5.00", details: details)])).Lines[0];
        Assert.Equal(("Payee", "FR7630006000011234567890189"), (line.CounterpartyName, line.CounterpartyAccount));
        Assert.Contains("AC04 Account closed", line.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<RltdPties><DbtrAcct><Id><Othr><Id>1</Id></Othr></Id><Nm>Ann</Nm></DbtrAcct></RltdPties>"
        + "<RmtInf><Strd><RfrdDocInf><Nb>INV 9</Nb></RfrdDocInf></Strd></RmtInf>")]
    [InlineData("<RltdPties><Dbtr><Agt><FinInstnId><Nm>Ann</Nm></FinInstnId></Agt></Dbtr></RltdPties>"
        + "<RmtInf><Ustrd>INV</Ustrd><Ustrd>9</Ustrd></RmtInf>")]
    [InlineData("<RltdPties><Dbtr><Nm>Ann</Nm></Dbtr></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>INV 9</Ref></CdtrRefInf></Strd></RmtInf>")]
    public void Payer_and_reference_are_found_where_the_standard_lets_them_stand(string details)
    {
        var line = Reading.Of(Camt053.File("0.00", "5.00", [Camt053.Entry("5.00", details: $"<TxDtls>{details}</TxDtls>")])).Lines[0];
        Assert.Equal(("Ann", "INV 9"), (line.CounterpartyName, line.Reference));
    }

    [Fact]
    public void A_reversal_keeps_the_sign_that_the_entry_states()
    {
        var read = Reading.Of(Camt053.File("0.00", "-5.00", [Camt053.Entry("-5.00", isReversal: true)]));
        Assert.Empty(read.Faults);
        Assert.Equal((-500, true), (read.Lines[0].Minor, read.Lines[0].IsReversal));
    }

    [Fact]
    public void A_bank_that_turns_its_reversals_is_followed_only_where_the_statement_balances_so()
    {
        var turned = Reading.Of(Camt053.File("10.00", "15.00", [Camt053.Entry("-5.00", isReversal: true)]));
        Assert.Empty(turned.Faults);
        Assert.True(turned.Tally.TurnsReversals);
        var settled = turned.Tally.Settled(turned.Lines[0]);
        Assert.Equal(500, settled.Minor);
        Assert.Contains("turns the sign", settled.Explanation, StringComparison.Ordinal);

        var broken = Reading.Of(Camt053.File("10.00", "16.00", [Camt053.Entry("-5.00", isReversal: true)]));
        Assert.False(broken.Tally.TurnsReversals);
        Assert.Equal(StatementFaultCode.DoesNotBalance, broken.Fault.Code);
    }

    [Fact]
    public void A_batch_is_taken_apart_only_when_its_payments_make_the_entry()
    {
        static string Payment(string amount) =>
            $"<TxDtls><Refs><EndToEndId>E{amount}</EndToEndId></Refs><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>";
        var sound = Reading.Of(Camt053.File("0.00", "30.00", [Camt053.Entry("30.00", details: Payment("10.00") + Payment("20.00"))]));
        Assert.Equal([1000, 2000], sound.Lines[0].Children.Select(child => child.Minor));

        var charged = Reading.Of(Camt053.File("0.00", "29.00", [Camt053.Entry("29.00", details: Payment("10.00") + Payment("20.00"))]));
        Assert.Empty(charged.Lines[0].Children);
        Assert.Contains("-1.00", charged.Lines[0].Explanation, StringComparison.Ordinal);

        var silent = Reading.Of(Camt053.File("0.00", "30.00", [Camt053.Entry("30.00", details: "<TxDtls/><TxDtls/>")]));
        Assert.Equal((0, 2), (silent.Lines[0].Children.Count, silent.Lines[0].StatedChildren));
        Assert.Contains("no amount of their own", silent.Lines[0].Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_pending_or_for_information_never_counts()
    {
        var read = Reading.Of(Camt053.File("0.00", "1.00",
            [Camt053.Entry("1.00"), Camt053.Entry("5.00", status: "PDNG"), Camt053.Entry("7.00", status: "INFO")]));
        Assert.Empty(read.Faults);
        Assert.Equal((3, 1, 100), (read.Tally.Lines, read.Tally.Booked, read.Tally.Sum));
        Assert.Equal([LineStatus.Booked, LineStatus.Pending, LineStatus.Info], read.Lines.Select(line => line.Status));
    }

    [Fact]
    public void The_difference_is_named_to_the_last_digit()
    {
        var fault = Reading.Of(Camt053.File("10.00", "11.02", [Camt053.Entry("1.00")])).Fault;
        Assert.Equal("STATEMENT_DOES_NOT_BALANCE", fault.Wire);
        Assert.Contains("a difference of 0.02 EUR", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_line_keeps_the_bytes_that_the_bank_wrote()
    {
        var file = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(
            Camt053.File("0.00", "3.00",
            [Camt053.Entry("1.00", text: "Müller & Söhne".Replace("&", "&amp;", StringComparison.Ordinal)), Camt053.Entry("2.00")]))
            .ReplaceLineEndings("\r\n"));
        foreach (var line in Reading.Of(file).Lines)
        {
            var raw = Encoding.UTF8.GetString(line.Raw.Span);
            Assert.StartsWith("<Ntry>", raw, StringComparison.Ordinal);
            Assert.EndsWith("</Ntry>", raw, StringComparison.Ordinal);
            Assert.True(file.AsSpan().IndexOf(line.Raw.Span) >= 0, raw);
        }
    }

    [Theory]
    [InlineData("1.001", "STATEMENT_LINE_UNREADABLE", "1.001")]
    [InlineData("1,00", "STATEMENT_LINE_UNREADABLE", "1,00")]
    [InlineData("", "STATEMENT_LINE_UNREADABLE", "EUR")]
    public void An_amount_that_is_none_is_named_with_its_entry(string amount, string code, string text)
    {
        var fault = Reading.Of(Camt053.File("0.00", "1.00", [Camt053.Entry(amount)])).Fault;
        Assert.Equal((code, 1L), (fault.Wire, fault.Line));
        Assert.Contains(text, fault.Message, StringComparison.Ordinal);
        Assert.Contains("expected", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a>&b;</a>", "STATEMENT_DTD_REFUSED")]
    [InlineData("<html><body>503</body></html>", "STATEMENT_FORMAT_UNKNOWN")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.99\"/>", "STATEMENT_VERSION_UNKNOWN")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>1</Id>",
        "STATEMENT_UNREADABLE")]
    [InlineData("<?xml version=\"1.0\" encoding=\"no-such\"?><Document/>", "STATEMENT_UNREADABLE")]
    public void What_is_no_statement_is_refused_by_its_name(string text, string code) => Assert.Equal(code, Reading.Of(text).Fault.Wire);

    [Fact]
    public void Elements_that_nest_without_end_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<x>", 200));
        Assert.Equal("STATEMENT_TOO_DEEP",
            Reading.Of($"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><a>{deep}").Fault.Wire);
        Assert.Equal("STATEMENT_TOO_DEEP",
            Reading.Of($"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Ntry>{deep}").Fault.Wire);
    }

    [Fact]
    public void Bytes_that_the_declared_encoding_does_not_have_are_refused()
    {
        var file = Camt053.File("0.00", "1.00", [Camt053.Entry("1.00", text: "MARK")]);
        file[file.AsSpan().IndexOf("MARK"u8)] = 0xFC;
        Assert.Equal("STATEMENT_UNREADABLE", Reading.Of(file).Fault.Wire);
    }

    [Fact]
    public void A_hundred_thousand_lines_are_read_without_holding_them()
    {
        using var file = new MemoryStream(Camt053.File("0.00", "100000.00", Camt053.Many(100_000)));
        var (alive, most, lines) = (new List<WeakReference>(), 0, 0);
        var tally = new StatementTally();
        foreach (var part in CamtReader.Read(file))
        {
            tally.Take(part);
            lines += part is StatementEntry ? 1 : 0;
            if (part is StatementEntry && lines % 10 == 0)
            {
                alive.Add(new WeakReference(part));
            }
            if (part is StatementEntry && lines % 20_000 == 0)
            {
                GC.Collect();
                most = Math.Max(most, alive.Count(one => one.IsAlive));
            }
        }
        Assert.Empty(tally.Faults);
        Assert.Equal((100_000, 10_000_000L), (tally.Booked, tally.Sum));
        Assert.InRange(most, 0, 10);
    }

    [Fact]
    public void Whatever_the_lines_are_they_make_the_difference_of_the_balances()
    {
        var random = new Random(20_261_129);
        for (var round = 0; round < 200; round++)
        {
            var amounts = Enumerable.Range(0, random.Next(0, 40)).Select(_ => random.NextInt64(-5_000_000, 5_000_000)).ToList();
            var opening = random.NextInt64(-9_000_000, 9_000_000);
            var closing = opening + amounts.Sum();
            var read = Reading.Of(Camt053.File(Text(opening), Text(closing), amounts.Select(minor => Camt053.Entry(Text(minor)))));
            Assert.Empty(read.Faults);
            Assert.Equal(closing - opening, read.Tally.Sum);
            Assert.NotEmpty(Reading.Of(Camt053.File(Text(opening), Text(closing + 1), amounts.Select(minor => Camt053.Entry(Text(minor)))))
                .Faults);
        }
    }

    private static string Text(long minor) => StatementAmount.Format(minor, "EUR");
}
