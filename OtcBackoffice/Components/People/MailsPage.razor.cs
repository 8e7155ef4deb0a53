using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Mail;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.People;

/// <summary>What became of the desk's mail.</summary>
public sealed partial class MailsPage : QuietPage<QuietLoad<MailView>>
{
    [Inject]
    private MailDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Mail];

    /// <inheritdoc/>
    protected override ListRules List => MailDesk.Rules;

    /// <inheritdoc/>
    protected override async Task<Result<QuietLoad<MailView>>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        return (await Desk.ListAsync(asked.Ask, cancellation)).Map(rows => new QuietLoad<MailView>(asked, rows));
    }
}
