using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using QRCoder;

namespace OtcBackoffice.Components.Account;

/// <summary>A text as a square for cameras. Drawn as one path, so that no markup is made from the text.</summary>
public sealed partial class QrPicture : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public string Text { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    private int Size { get; set; }

    private string Path { get; set; } = "";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        using var data = QRCodeGenerator.GenerateQrCode(Text, QRCodeGenerator.ECCLevel.M);
        Size = data.ModuleMatrix.Count;
        var path = new StringBuilder();
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                if (data.ModuleMatrix[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }
        Path = path.ToString();
    }
}
