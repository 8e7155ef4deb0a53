using System.Data.Common;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>A deposit with the names that are shown beside it; names of staff are null unless staff asks.</summary>
internal sealed record NamedDeposit(Deposit Deposit, string MerchantName, string? AssigneeName, string? ConfirmedByName)
{
    public DepositView View(bool forStaff) => DepositView.Of(Deposit, forStaff) with
    {
        MerchantName = MerchantName,
        AssigneeName = forStaff ? AssigneeName : null,
        ConfirmedByName = forStaff ? ConfirmedByName : null,
    };
}

/// <summary>The pages of the lists that are asked for all day, by one prepared statement each.</summary>
internal static class DepositRows
{
    private const string NameColumns =
        ", (SELECT name FROM merchants WHERE merchants.id = otc_deposits.merchant_id)"
        + ", (SELECT display_name FROM users WHERE users.id = otc_deposits.assignee_user_id)"
        + ", (SELECT display_name FROM users WHERE users.id = otc_deposits.confirmed_by)";

    /// <summary>At most <paramref name="rows"/> deposits behind the cursor, of those that the actor may see.</summary>
    public static Task<List<NamedDeposit>> PageAsync(DeskReading reading, DepositFilter filter, Cursor? cursor, int rows,
        CancellationToken cancellation)
    {
        var (conditions, values) = (new List<string>(), new List<object?>());
        void Where(string condition, params ReadOnlySpan<object?> with)
        {
            conditions.Add(condition);
            values.AddRange(with);
        }

        if (!reading.Actor.May(Permission.DepositReadAll))
        {
            Where($"merchant_id = @p{values.Count}", reading.Actor.MerchantId);
        }
        if (filter.Status is { } status)
        {
            Where($"status = @p{values.Count}", Names.Snake(status));
        }
        if (filter.MerchantId is { } merchant)
        {
            Where($"merchant_id = @p{values.Count}", merchant);
        }
        if (filter.AssigneeUserId is { } assignee)
        {
            Where($"assignee_user_id = @p{values.Count}", assignee);
        }
        if (filter.PushState is { } push)
        {
            Where($"push_state = @p{values.Count}", Names.Snake(push));
        }
        if (cursor is { } from)
        {
            // Compared as a row, so that both databases walk their index from there.
            Where($"(created_at_utc, id) {(filter.OldestFirst ? '>' : '<')} (@p{values.Count}, @p{values.Count + 1})", from.Millis,
                from.Id);
        }
        values.Add((long)rows);
        var deposits = PreparedEntity<Deposit>.Of(reading.Rows.Model);
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        var order = filter.OldestFirst ? "created_at_utc, id" : "created_at_utc DESC, id DESC";
        return reading.Rows.ReadAsync(
            $"SELECT {deposits.Columns}{NameColumns} FROM otc_deposits{where} ORDER BY {order} LIMIT @p{values.Count - 1}",
            row => new NamedDeposit(deposits.Read(row), Text(row, deposits.ColumnCount) ?? "", Text(row, deposits.ColumnCount + 1),
                Text(row, deposits.ColumnCount + 2)),
            cancellation, [.. values]);
    }

    /// <summary>How many deposits stand in each status; read from counters, never counted.</summary>
    public static async Task<Dictionary<DepositStatus, long>> CountsAsync(ReadSession rows, CancellationToken cancellation)
    {
        var counts = Enum.GetValues<DepositStatus>().ToDictionary(status => status, _ => 0L);
        var prefix = Deposit.Kind.Counter("");
        var counters = await rows.ReadAsync("SELECT queue, count FROM queue_counters",
            row => (Queue: row.GetString(0), Count: row.GetInt64(1)), cancellation);
        foreach (var (queue, count) in counters)
        {
            if (queue.StartsWith(prefix, StringComparison.Ordinal)
                && Names.TryParse<DepositStatus>(queue[prefix.Length..], out var status))
            {
                counts[status] = count;
            }
        }
        return counts;
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
