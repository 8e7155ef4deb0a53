using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.People;

/// <summary>The rows of the matrix.</summary>
public sealed record PermissionsLoad(IReadOnlyList<PermissionRow> Rows);

/// <summary>Who may do what, drawn from the table that the desks check.</summary>
public sealed partial class PermissionsPage : DeskPage<PermissionsLoad>
{
    private static readonly string[] Roles = [.. Enum.GetValues<Role>().Select(role => Names.Snake(role))];

    [Inject]
    private PeopleDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task<Result<PermissionsLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Desk.PermissionsAsync(cancellation)).Map(rows => new PermissionsLoad(rows));
}
