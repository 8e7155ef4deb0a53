using System.Globalization;
using System.Security;
using System.Text;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>A line that the sandbox's bank holds; the amount has its sign and plain decimals.</summary>
public sealed record SandboxLine(string EntryId, string Amount, DateOnly Day, string? Reference, string? SenderName);

/// <summary>Writes what the sandbox's bank holds as a statement file, in the form that is asked for.</summary>
public sealed record SandboxStatement(string Account, bool IsIban, string Currency, DateOnly From, DateOnly To, string Opening,
    string Closing, IReadOnlyList<SandboxLine> Lines)
{
    /// <summary>camt.053.001.08.</summary>
    public string Camt()
    {
        var id = IsIban ? $"<IBAN>{Account}</IBAN>" : $"<Othr><Id>{Text(Account)}</Id></Othr>";
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>{Number}</MsgId><CreDtTm>{Day(To)}T23:00:00Z</CreDtTm></GrpHdr>
            <Stmt><Id>{Number}</Id><ElctrncSeqNb>{Number}</ElctrncSeqNb><FrToDt><FrDtTm>{Day(From)}T00:00:00Z</FrDtTm><ToDtTm>{Day(To)}T23:59:59Z</ToDtTm></FrToDt>
            <Acct><Id>{id}</Id><Ccy>{Currency}</Ccy></Acct>
            {Balance("OPBD", Opening, From)}
            {Balance("CLBD", Closing, To)}
            {string.Join('\n', Lines.Select(Entry))}
            </Stmt></BkToCstmrStmt></Document>
            """;
    }

    /// <summary>MT940 with structured :86:.</summary>
    public string Mt940()
    {
        var text = new StringBuilder(
            $":20:{Number}\r\n:25:{Account}\r\n:28C:{Number}/1\r\n:60F:{Mark(Opening)}{Short(From)}{Currency}{Comma(Opening)}\r\n");
        foreach (var line in Lines)
        {
            text.Append(CultureInfo.InvariantCulture,
                $":61:{Short(line.Day)}{line.Day:MMdd}{(Mark(line.Amount) == "C" ? "C" : "RC")}{Comma(line.Amount)}NTRFNONREF//{line.EntryId}\r\n");
            text.Append(CultureInfo.InvariantCulture, $":86:166?00TRANSFER?20{Plain(line.Reference)}?32{Plain(line.SenderName)}\r\n");
        }
        return text.Append(CultureInfo.InvariantCulture, $":62F:{Mark(Closing)}{Short(To)}{Currency}{Comma(Closing)}\r\n-\r\n").ToString();
    }

    /// <summary>CSV with headings; it tells no balance.</summary>
    public string Csv() => "date,amount,currency,reference,counterparty_name,bank_reference\n"
        + string.Concat(Lines.Select(line =>
            $"{Day(line.Day)},{line.Amount},{Currency},{Quoted(line.Reference)},{Quoted(line.SenderName)},{line.EntryId}\n"));

    private string Number => $"{From:yyMMdd}{To:yyMMdd}";

    private string Entry(SandboxLine line)
    {
        var isCredit = Mark(line.Amount) == "C";
        return $"<Ntry><Amt Ccy=\"{Currency}\">{line.Amount.TrimStart('-')}</Amt><CdtDbtInd>{(isCredit ? "CRDT" : "DBIT")}</CdtDbtInd>{(isCredit ? "" : "<RvslInd>true</RvslInd>")}<Sts><Cd>BOOK</Cd></Sts>"
            + $"<BookgDt><Dt>{Day(line.Day)}</Dt></BookgDt><ValDt><Dt>{Day(line.Day)}</Dt></ValDt><AcctSvcrRef>{Text(line.EntryId)}</AcctSvcrRef><NtryDtls><TxDtls>"
            + $"<RltdPties><Dbtr><Pty><Nm>{Text(line.SenderName)}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>{Text(line.Reference)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>";
    }

    private string Balance(string type, string amount, DateOnly day) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{type}</Cd></CdOrPrtry></Tp><Amt "
            + $"Ccy=\"{Currency}\">{amount.TrimStart('-')}</Amt><CdtDbtInd>{(Mark(amount) == "C" ? "CRDT" : "DBIT")}</CdtDbtInd><Dt><Dt>{Day(day)}</Dt></Dt></Bal>";

    private static string Mark(string amount) => amount.StartsWith('-') ? "D" : "C";

    private static string Comma(string amount) =>
        amount.TrimStart('-').Contains('.', StringComparison.Ordinal) ? amount.TrimStart('-').Replace('.', ',') : amount.TrimStart('-')
        + ",";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Short(DateOnly day) => day.ToString("yyMMdd", CultureInfo.InvariantCulture);

    private static string Text(string? text) => SecurityElement.Escape(text ?? "");

    private static string Plain(string? text) => new([.. (text ?? "").Where(letter => !char.IsControl(letter) && letter != '?')]);

    private static string Quoted(string? text) => $"\"{(text ?? "").Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
