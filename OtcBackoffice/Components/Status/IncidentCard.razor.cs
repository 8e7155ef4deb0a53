using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Status;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Status;

namespace OtcBackoffice.Components.Status;

/// <summary>An incident with what was said about it; whatever people wrote is text.</summary>
public sealed partial class IncidentCard : ComponentBase
{
    /// <summary>The incident.</summary>
    [Parameter]
    [EditorRequired]
    public IncidentView Incident { get; set; } = default!;

    private string Tone => Incident.IsMaintenance ? "info" : !Incident.IsOpen ? "ok"
        : Incident.Impact is IncidentImpact.Major or IncidentImpact.Critical ? "bad" : "warn";

    private string Label => Incident.IsMaintenance ? "Planned" : Names.Words(Incident.State);

    private static string Time(DateTime utc) => utc.ToString("d MMM, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
