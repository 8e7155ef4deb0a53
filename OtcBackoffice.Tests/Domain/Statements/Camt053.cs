using System.Globalization;
using System.Text;

namespace OtcBackoffice.Tests.Domain.Statements;

/// <summary>Writes small camt files for tests, from the standard and from nobody's fixture.</summary>
internal static class Camt053
{
    public const string Iban = "DE75512108001245126199";

    /// <summary>One entry; the amount has its sign.</summary>
    public static string Entry(string amount, string? reference = null, string date = "2026-03-30", string status = "BOOK",
        bool isReversal = false, string text = "INV 1", string name = "Acacia Traders", string currency = "EUR", string details = "")
    {
        var isDebit = amount.StartsWith('-');
        var party = isDebit ? "Cdtr" : "Dbtr";
        return $"""
                <Ntry><Amt Ccy="{currency}">{amount.TrimStart('-')}</Amt><CdtDbtInd>{(isDebit ? "DBIT" : "CRDT")}</CdtDbtInd>{(isReversal ? "<RvslInd>true</RvslInd>" : "")}<Sts><Cd>{status}</Cd></Sts>
                <BookgDt><Dt>{date}</Dt></BookgDt><ValDt><Dt>{date}</Dt></ValDt>{(reference is null ? "" : $"<AcctSvcrRef>{reference}</AcctSvcrRef>")}
                <NtryDtls>{(details.Length > 0 ? details : $"<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><{party}><Pty><Nm>{name}</Nm></Pty></{party}></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>")}</NtryDtls></Ntry>
                """;
    }

    /// <summary>A whole file of one statement.</summary>
    public static byte[] File(string opening, string closing, IEnumerable<string> entries, string id = "ST-1", string number = "1",
        string from = "2026-03-30", string to = "2026-03-30",
        string iban = Iban, string currency = "EUR", string version = "camt.053.001.08")
    {
        var root = version.StartsWith("camt.052", StringComparison.Ordinal) ? ("BkToCstmrAcctRpt", "Rpt") : ("BkToCstmrStmt", "Stmt");
        return Encoding.UTF8.GetBytes($"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}"><{root.Item1}><GrpHdr><MsgId>M</MsgId></GrpHdr><{root.Item2}><Id>{id}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>
            <FrToDt><FrDtTm>{from}T00:00:00Z</FrDtTm><ToDtTm>{to}T23:59:59Z</ToDtTm></FrToDt>
            <Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>{currency}</Ccy></Acct>{Balance("OPBD", opening, from, currency)}{Balance("CLBD", closing, to, currency)}
            {string.Join('\n', entries)}
            </{root.Item2}></{root.Item1}></Document>
            """);
    }

    /// <summary>A file of many entries of one unit each, written while it is read.</summary>
    public static IEnumerable<string> Many(int count) =>
        Enumerable.Range(1, count).Select(at => Entry("1.00", $"R{at.ToString("D8", CultureInfo.InvariantCulture)}", text: $"REF {at}"));

    private static string Balance(string type, string amount, string day, string currency) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{type}</Cd></CdOrPrtry></Tp><Amt "
            + $"Ccy=\"{currency}\">{amount.TrimStart('-')}</Amt><CdtDbtInd>{(amount.StartsWith('-') ? "DBIT" : "CRDT")}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>";
}
