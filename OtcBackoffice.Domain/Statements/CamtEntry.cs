using System.Globalization;

namespace OtcBackoffice.Domain.Statements;

/// <summary>
/// Reads one entry. Its sign is its CdtDbtInd; RvslInd says that it reverses something and does not turn it. A batch is taken
/// apart only when each of its payments has an amount and they make the entry (R8).
/// </summary>
internal static class CamtEntry
{
    private const string NotProvided = "NOTPROVIDED";

    public static IEnumerable<StatementPart> Read(CamtElement entry, StatementHead head, DateOnly? created, int number, long row,
        byte[] raw)
    {
        StatementPart part;
        try
        {
            part = Line(entry, head, created, number, row, raw);
        }
        catch (StatementFaultException unreadable)
        {
            part = unreadable.Fault;
        }
        yield return part;
    }

    /// <summary>1 for CRDT, -1 for DBIT.</summary>
    public static int Sign(CamtElement element, string place, int statement, long? line) => element.TextAt("CdtDbtInd") switch
    {
        "CRDT" => 1,
        "DBIT" => -1,
        var other => throw new StatementFaultException(StatementFault.Field(statement, line, $"{place}: CdtDbtInd", other, "CRDT or DBIT")),
    };

    /// <summary>A day given as Dt or DtTm, also behind a prefix such as Fr or To; null when there is none.</summary>
    public static DateOnly? Day(CamtElement element, string child)
    {
        var text = element.TextAt($"{child}Dt") ?? element.TextAt($"{child}DtTm") ?? element.TextAt($"{child}/Dt")
            ?? element.TextAt($"{child}/DtTm") ?? element.TextAt(child);
        return text is { Length: >= 10 }
            && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : null;
    }

    private static StatementEntry Line(CamtElement entry, StatementHead head, DateOnly? created, int number, long row, byte[] raw)
    {
        var place = $"Entry {number} (row {row})";
        var (text, currency) = (entry.TextAt("Amt"), entry.At("Amt")?.Currency);
        if (!StatementAmount.IsCurrency(currency)
            || !StatementAmount.TryParse(text, '.', StatementAmount.ScaleOf(currency!), out var amount))
        {
            throw new StatementFaultException(
                StatementFault.Field(head.Statement, number, $"{place}: Ntry/Amt", $"{text} {currency}".Trim(),
                "digits with at most the currency's decimals and its code in Ccy"));
        }
        var sign = Sign(entry, place, head.Statement, number);
        var status = Status(entry, place, head.Statement, number);
        var (booked, value) = (DayOf(entry, "BookgDt", place, head.Statement, number),
            DayOf(entry, "ValDt", place, head.Statement, number));
        var bookingDate = booked ?? value ?? head.To ?? head.Opening?.Day ?? created;
        if (bookingDate is null && status == LineStatus.Booked)
        {
            throw new StatementFaultException(
                StatementFault.Field(head.Statement, number, $"{place}: Ntry/BookgDt", null, "a date as yyyy-MM-dd"));
        }
        var details = entry.All("NtryDtls").SelectMany(group => group.All("TxDtls")).ToList();
        var line = new StatementEntry(head.Statement, number, sign * amount, currency!)
        {
            Row = row,
            BookingDate = bookingDate,
            ValueDate = value,
            Status = status,
            IsReversal = entry.TextAt("RvslInd") is "true" or "1",
            BankReference = Known(entry.TextAt("AcctSvcrRef"))
                ?? (details.Count == 1 ? Known(details[0].TextAt("Refs/AcctSvcrRef")) : null),
            StatedChildren = details.Count,
            Raw = raw,
            Text = Texts(entry, details),
        };
        return details.Count == 1 ? WithDetails(line, details[0], head.Account) : details.Count > 1 ? Apart(line, details, head.Account)
            : line with { Reference = Cut(entry.TextAt("AddtlNtryInf")) };
    }

    private static LineStatus Status(CamtElement entry, string place, int statement, int number) =>
        (entry.TextAt("Sts/Cd") ?? entry.TextAt("Sts/Prtry") ?? entry.TextAt("Sts")) switch
    {
        "BOOK" => LineStatus.Booked,
        "PDNG" or "FUTR" => LineStatus.Pending,
        "INFO" => LineStatus.Info,
        var other => throw new StatementFaultException(
            StatementFault.Field(statement, number, $"{place}: Ntry/Sts", other, "BOOK, PDNG, FUTR or INFO")),
    };

    private static DateOnly? DayOf(CamtElement entry, string name, string place, int statement, int number) =>
        entry.At(name) is not { } element ? null
        : Day(element, "") ?? throw new StatementFaultException(StatementFault.Field(statement, number, $"{place}: Ntry/{name}",
            element.TextAt("Dt") ?? element.TextAt("DtTm") ?? element.Text, "a date as yyyy-MM-dd"));

    private static StatementEntry WithDetails(StatementEntry line, CamtElement details, string? account)
    {
        var one = Child(details, line.Minor, account);
        return line with
        {
            Reference = one.Reference ?? Cut(line.Text), EndToEndId = one.EndToEndId, CounterpartyName = one.CounterpartyName,
            CounterpartyAccount = one.CounterpartyAccount,
        };
    }

    private static StatementEntry Apart(StatementEntry line, List<CamtElement> details, string? account)
    {
        var amounts = details.ConvertAll(one => AmountOf(line, one));
        var missing = amounts.Count(amount => amount is null);
        if (missing > 0)
        {
            return line with { Explanation =
                $"A batch of {details.Count} payments, of which {missing} carry no amount of their own in {line.Currency}: the entry "
                + $"stays whole." };
        }
        var sum = amounts.Aggregate(0L, (total, amount) => checked(total + amount!.Value));
        return sum != line.Minor
            ? line with
            {
                Explanation = $"The {details.Count} payments of the batch make {StatementAmount.Format(sum, line.Currency)}, the entry is "
                    + $"{StatementAmount.Format(line.Minor, line.Currency)}, "
                    + $"a difference of {StatementAmount.Format(line.Minor - sum, line.Currency)}: the entry stays whole.",
            }
            : line with { Children = details.ConvertAll(one => Child(one, AmountOf(line, one)!.Value, account)) };
    }

    private static long? AmountOf(StatementEntry line, CamtElement details)
    {
        var amount = details.At("Amt") ?? details.At("AmtDtls/TxAmt/Amt") ?? details.At("AmtDtls/InstdAmt/Amt");
        if (amount?.Currency != line.Currency
            || !StatementAmount.TryParse(amount.Text, '.', StatementAmount.ScaleOf(line.Currency), out var minor))
        {
            return null;
        }
        var sign = details.TextAt("CdtDbtInd") switch { "CRDT" => 1, "DBIT" => -1, _ => line.Minor < 0 ? -1 : 1 };
        return sign * minor;
    }

    private static LineChild Child(CamtElement details, long minor, string? account)
    {
        var parties = details.At("RltdPties");
        var (near, far) = minor < 0 ? ("Cdtr", "Dbtr") : ("Dbtr", "Cdtr");
        // A return keeps the parties of the payment that it returns, so that the desk itself may stand on the usual side.
        var isOurs = account is not null && AccountOf(parties, near) == account && AccountOf(parties, far) != account;
        var side = isOurs || (NameOf(parties, near) is null && AccountOf(parties, near) is null) ? far : near;
        return new LineChild(minor, Reference(details), Known(details.TextAt("Refs/AcctSvcrRef")), Known(details.TextAt("Refs/EndToEndId")),
            Cut(NameOf(parties, side)), AccountOf(parties, side));
    }

    private static string? AccountOf(CamtElement? parties, string side) =>
        parties?.TextAt($"{side}Acct/Id/IBAN") ?? parties?.TextAt($"{side}Acct/Id/Othr/Id");

    private static string? NameOf(CamtElement? parties, string side) =>
        parties?.TextAt($"{side}/Nm") ?? parties?.TextAt($"{side}/Pty/Nm") ?? parties?.TextAt($"Ultmt{side}/Nm")
            ?? parties?.TextAt($"Ultmt{side}/Pty/Nm") ?? parties?.TextAt($"{side}Acct/Nm")
            ?? parties?.TextAt($"{side}/Agt/FinInstnId/Nm");

    // The creditor's reference, the free text, the number of the invoice that is paid, or what the payer calls the payment.
    private static string? Reference(CamtElement details)
    {
        var structured = details.All("RmtInf").SelectMany(info => info.All("Strd")).ToList();
        var free = string.Join(' ', details.All("RmtInf").SelectMany(info => info.All("Ustrd")).Select(one => one.Text).OfType<string>());
        return Cut(structured.Select(one => one.TextAt("CdtrRefInf/Ref")).FirstOrDefault(text => text is not null)
            ?? (free.Length > 0 ? free : null)
            ?? structured.SelectMany(one => one.All("RfrdDocInf")).Select(one => one.TextAt("Nb")).FirstOrDefault(text => text is not null)
            ?? Known(details.TextAt("Refs/EndToEndId")));
    }

    private static string Texts(CamtElement entry, List<CamtElement> details)
    {
        var texts = details.SelectMany(one => one.Below("Ustrd").Select(text => text.Text)
                .Concat(one.Below("CdtrRefInf").Select(info => info.TextAt("Ref")))
                .Concat(one.Below("RfrdDocInf").Select(info => info.TextAt("Nb")))
                .Concat(one.Below("AddtlRmtInf").Select(info => info.Text))
                .Append(one.TextAt("RtrInf/Rsn/Cd"))
                .Concat(one.Below("RtrInf").SelectMany(info => info.All("AddtlInf")).Select(info => info.Text))
                .Append(one.TextAt("AddtlTxInf")))
            .Append(entry.TextAt("AddtlNtryInf")).OfType<string>();
        return string.Join(' ', texts);
    }

    private static string? Known(string? text) => text is null or NotProvided or "NONREF" ? null : text;

    private static string? Cut(string? text) => LineTexts.Cut(text);
}
