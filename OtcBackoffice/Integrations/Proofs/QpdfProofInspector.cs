using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Integrations.Proofs;

/// <summary>
/// Inspects documents with qpdf, and reads their words with poppler, in processes of their own. Where qpdf is not installed, or is older
/// than 11, only the
/// outside of the file is looked at and the answer says so; then encrypted files are refused as a whole, since nobody
/// can tell which password they need.
/// </summary>
public sealed partial class QpdfProofInspector : IProofInspector, IDisposable
{
    private const string ByQpdf = "qpdf";
    private const string ByMagic = "magic";
    private const int OldestVersion = 11;
    private const int ExitSound = 0;
    private const int ExitWarnings = 3;
    private const int PasswordNeeded = 0;
    private const int PasswordNotNeeded = 3;
    private const int MaxDescriptionBytes = 4 * 1024 * 1024;
    private const int MaxChatterBytes = 1024 * 1024;
    private const int ParallelInspections = 2;

    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(10);

    private readonly ProofOptions _options;
    private readonly SemaphoreSlim _turns = new(ParallelInspections);
    private readonly ProofEyes _eyes;
    private readonly Lazy<Task<bool>> _hasQpdf;

    /// <summary>An inspector; the program is looked for at the first inspection.</summary>
    public QpdfProofInspector(ProofOptions options)
    {
        _options = options;
        _eyes = new ProofEyes(options);
        _hasQpdf = new Lazy<Task<bool>>(HasQpdfAsync);
    }

    /// <inheritdoc/>
    public async Task<ProofInspection> InspectAsync(Stream content, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            if (content is FileStream { CanSeek: true } stored)
            {
                return await InspectAsync(stored, cancellation);
            }
            var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            await using var copy = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 4096,
                FileOptions.DeleteOnClose);
            await content.CopyToAsync(copy, cancellation);
            await copy.FlushAsync(cancellation);
            return await InspectAsync(copy, cancellation);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Releases what limits the number of inspections at a time.</summary>
    public void Dispose() => _turns.Dispose();

    private async Task<ProofInspection> InspectAsync(FileStream file, CancellationToken cancellation)
    {
        var checkedBy = await _hasQpdf.Value ? ByQpdf : ByMagic;
        if (!PdfEnvelope.StartsAsPdf(file))
        {
            return Refused(ProofVerdict.NotPdf, "The file is not a PDF.", checkedBy) with { IsPdf = false };
        }
        if (PdfEnvelope.IsAlsoZip(file))
        {
            return Refused(ProofVerdict.NotPdf, "The file is a PDF and an archive at the same time.", checkedBy);
        }
        if (!PdfEnvelope.EndsAsPdf(file))
        {
            return Refused(ProofVerdict.Malformed, "The file is cut short, or something follows the end of the PDF.", checkedBy);
        }
        if (checkedBy != ByQpdf)
        {
            return Glance(file);
        }
        using var deadline = new CancellationTokenSource(BoundedProcess.WallTime);
        var parsed = await ParseAsync(file, deadline.Token, cancellation);
        if (parsed.Verdict != ProofVerdict.Accepted)
        {
            return parsed;
        }
        var text = await ReadTextAsync(file.Name, parsed.PageCount, deadline.Token, cancellation);
        if (text is not null)
        {
            using var looking = new CancellationTokenSource(LookTime);
            text = await _eyes.LookAsync(file.Name, text, looking.Token, cancellation) with { HasOwnerPassword = parsed.OwnerPasswordOnly };
        }
        return parsed with { Text = text };
    }

    // A text that cannot be read refuses nothing: the officer reads the document then.
    private async Task<ProofText?> ReadTextAsync(string path, int pageCount, CancellationToken deadline, CancellationToken cancellation)
    {
        if (_options.TextProgram.Length == 0)
        {
            return null;
        }
        var answer = await BoundedProcess.RunAsync([_options.TextProgram, .. PopplerText.Options, path, "-"], PopplerText.OutputBytesMax,
            deadline, cancellation);
        return answer.ExitCode == ExitSound ? PopplerText.Read(answer.Output, pageCount) : null;
    }

    private async Task<ProofInspection> ParseAsync(FileStream file, CancellationToken deadline, CancellationToken cancellation)
    {
        var password = await RunAsync(["--requires-password"], file.Name, MaxChatterBytes, deadline, cancellation);
        if (password.ExitCode == PasswordNeeded)
        {
            return Refused(ProofVerdict.Encrypted, "The PDF cannot be opened without a password.", ByQpdf);
        }
        var check = await RunAsync(["--check"], file.Name, MaxChatterBytes, deadline, cancellation);
        if (check.ExitCode is not (ExitSound or ExitWarnings))
        {
            return Faulty(check);
        }
        var description = await RunAsync(["--json=2", "--json-key=qpdf", "--json-key=pages", "--json-stream-data=none"], file.Name,
            MaxDescriptionBytes, deadline, cancellation);
        if (description.ExitCode is not (ExitSound or ExitWarnings))
        {
            return Faulty(description);
        }
        // What two readers repair differently can show one thing here and another to the officer, so the open text of a
        // repaired file is searched as well.
        var repaired = description.Errors.Contains("reconstruct", StringComparison.OrdinalIgnoreCase);
        if (repaired && PdfEnvelope.ReadOpenNames(file).IsActive)
        {
            return Refused(ProofVerdict.ActiveContent, "The PDF is damaged and holds active content.", ByQpdf);
        }
        return Judge(description.Output, password.ExitCode == PasswordNotNeeded);
    }

    private ProofInspection Judge(byte[] description, bool ownerPasswordOnly)
    {
        PdfContent content;
        try
        {
            content = PdfContent.Read(description);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Refused(ProofVerdict.Malformed, "The PDF is built in a way that cannot be read safely.", ByQpdf);
        }
        var (verdict, reason) = content switch
        {
            { Active: { } active } =>
                (ProofVerdict.ActiveContent, $"The PDF holds active content ({active}); print it to a new PDF and send that."),
            { PageCount: 0 } => (ProofVerdict.Malformed, "The PDF has no pages."),
            _ when content.PageCount > _options.MaxPages => (ProofVerdict.OverLimit,
                $"The PDF has {content.PageCount} pages; this desk reads documents of {_options.MaxPages} at most. Send the pages that "
                    + $"show the payment."),
            _ => (ProofVerdict.Accepted, (string?)null),
        };
        return new ProofInspection(true, verdict, reason, content.PageCount, ownerPasswordOnly, content.Producer, ByQpdf);
    }

    private static ProofInspection Glance(FileStream file)
    {
        var names = PdfEnvelope.ReadOpenNames(file);
        if (names.IsEncrypted)
        {
            return Refused(ProofVerdict.Encrypted, "The PDF is encrypted.", ByMagic);
        }
        return names.IsActive
            ? Refused(ProofVerdict.ActiveContent, "The PDF holds active content; print it to a new PDF and send that.", ByMagic)
            : new ProofInspection(true, ProofVerdict.Accepted, null, 0, false, "", ByMagic);
    }

    private Task<BoundedAnswer> RunAsync(string[] options, string path, int maxOutputBytes, CancellationToken deadline,
        CancellationToken cancellation) =>
        BoundedProcess.RunAsync([_options.QpdfProgram, .. options, path], maxOutputBytes, deadline, cancellation);

    private async Task<bool> HasQpdfAsync()
    {
        if (OperatingSystem.IsWindows() || _options.QpdfProgram.Length == 0)
        {
            return false;
        }
        // Under the same limits as later: where they cannot be set, a document must not be parsed.
        using var deadline = new CancellationTokenSource(BoundedProcess.WallTime);
        var answer = await BoundedProcess.RunAsync([_options.QpdfProgram, "--version"], MaxChatterBytes, deadline.Token,
            CancellationToken.None);
        var version = Version().Match(Encoding.UTF8.GetString(answer.Output));
        return answer.ExitCode == ExitSound && version.Success && int.TryParse(version.Groups[1].Value, out var major)
            && major >= OldestVersion;
    }

    // What our own limits broke off says nothing about the file.
    private static ProofInspection Faulty(BoundedAnswer answer) => answer.ExitCode is BoundedProcess.ExitOutOfLimits or > 128
        ? Refused(ProofVerdict.OverLimit,
            "The PDF takes more time or memory to read than this desk gives it. Send the pages that show the payment.", ByQpdf)
        : Refused(ProofVerdict.Malformed, "The PDF is damaged and cannot be read.", ByQpdf);

    private static ProofInspection Refused(ProofVerdict verdict, string reason, string checkedBy) =>
        new(true, verdict, reason, 0, false, "", checkedBy);

    [GeneratedRegex(@"qpdf version ([0-9]{1,4})\.", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
