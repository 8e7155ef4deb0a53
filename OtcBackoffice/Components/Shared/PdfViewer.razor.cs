using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// Draws a PDF in the page. pdf.mjs fills the stage; the circuit carries none of it. Elements with data-pdf-boxes anywhere
/// on the page name places in the document: each is boxed there, and pressing one scrolls to it.
/// </summary>
public sealed partial class PdfViewer : ComponentBase
{
    /// <summary>Address of the file on this site.</summary>
    [Parameter]
    [EditorRequired]
    public string Url { get; set; } = "";

    [Parameter]
    public string Label { get; set; } = "Document";

    [Parameter]
    public string? DownloadUrl { get; set; }
}
