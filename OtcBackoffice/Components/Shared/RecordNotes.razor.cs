using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Workspace;

namespace OtcBackoffice.Components.Shared;

/// <summary>What the desk wrote about a record, and that it is put aside; nothing when neither is so.</summary>
public sealed partial class RecordNotes : ComponentBase
{
    /// <summary>What was read around the record, or null.</summary>
    [Parameter]
    public RecordWorkView? Work { get; set; }
}
