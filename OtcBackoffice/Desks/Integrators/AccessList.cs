using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Integrators;

/// <summary>How the list of requests is ordered, cut and shown.</summary>
internal static class AccessList
{
    private static readonly string[] States = [.. Enum.GetValues<AccessRequestStatus>().Select(Names.Snake)];

    public static readonly ListShape<AccessRequest, AccessRequestView> Shape =
        ListShape<AccessRequest, AccessRequestView>.By("-created_at", row => row.Id)
        .Column("company", "Company", row => row.Company, row => row.Company.ToLower())
        .Column("name", "Who", row => row.Name, row => row.Name.ToLower())
        .Column("email", "Mail", row => row.Email, row => row.Email)
        .Show("currencies", "Currencies", row => string.Join(", ", row.Currencies))
        .Show("regions", "Regions", row => string.Join(", ", row.Regions), isSpare: true)
        .Show("expected_flow", "Expected flow", row => row.ExpectedFlow)
        .Column("status", "Status", row => Names.Snake(row.Status), row => row.Status)
        .Column("created_at", "Asked", row => ListShape<AccessRequest, AccessRequestView>.Time(row.CreatedAtUtc), row => row.CreatedAtUtc)
        .Find("Company", (text, _) => row => row.Company.ToLower().Contains(text))
        .Words("status", "Status", States, (state, _) => Is(state));

    private static System.Linq.Expressions.Expression<Func<AccessRequest, bool>> Is(string state)
    {
        var status = Names.TryParse<AccessRequestStatus>(state, out var read) ? read : AccessRequestStatus.Waiting;
        return row => row.Status == status;
    }
}
