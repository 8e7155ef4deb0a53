using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using QRCoder;

namespace OtcBackoffice.Components.Shared;

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
                var start = x;
                while (x < Size && data.ModuleMatrix[y][x])
                {
                    x++;
                }
                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }
        Path = path.ToString();
    }
}
