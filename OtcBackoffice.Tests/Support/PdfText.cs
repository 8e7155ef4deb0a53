using System.Diagnostics;

namespace OtcBackoffice.Tests.Support;

/// <summary>What a reader of PDFs finds in one.</summary>
internal static class PdfText
{
    /// <summary>The text of a file, as poppler reads it.</summary>
    public static async Task<string> ReadAsync(string file)
    {
        using var process = Start("pdftotext", "-layout", file, "-");
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return text;
    }

    /// <summary>The text of bytes.</summary>
    public static async Task<string> ReadAsync(byte[] pdf)
    {
        using var directory = new TempDirectory();
        var file = Path.Combine(directory.FullName, "paper.pdf");
        await File.WriteAllBytesAsync(file, pdf);
        return await ReadAsync(file);
    }

    /// <summary>Runs a program and answers its exit code.</summary>
    public static async Task<int> RunAsync(string program, params string[] words)
    {
        using var process = Start(program, words);
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static Process Start(string program, params string[] words) =>
        Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
}
