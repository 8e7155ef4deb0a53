using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>Uploading proofs: the file streams through to the desk and is never held in memory or in a form.</summary>
internal static class ProofRoutes
{
    private const string FileField = "file", NamelessFile = "proof.pdf";

    /// <summary>
    /// The most that a request may have. The desk's own limit is lower and judged while the file streams; whoever sends
    /// somewhat more hears why instead of a broken connection.
    /// </summary>
    private const long RequestBytesMax = 2 * DeskSettings.ProofBytesCeiling;

    private const int PartsMax = 8, BoundaryLengthMax = 100;

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapPost("/{id:guid}/proof", Upload)
            .RequireAuthorization(guard.For(Permission.DepositOwn))
            .WithMetadata(new RequestSizeLimitAttribute(RequestBytesMax));
    }

    private static async Task<IResult> Upload(Guid id, HttpContext http, Desks.Deposits.DepositDesk desk, DeskSettings settings,
        CancellationToken cancellation)
    {
        if (BoundaryOf(http.Request.ContentType) is not { } boundary)
        {
            return ProblemDialect.Problem(
                new DomainError(ErrorCode.UnsupportedMediaType, $"Send multipart/form-data with the PDF in the field {FileField}."));
        }
        try
        {
            var found = await FindFileAsync(new MultipartReader(boundary, http.Request.Body), cancellation);
            if (found.Failed(out var missing))
            {
                return ProblemDialect.Problem(missing);
            }
            var (name, content) = found.Value;
            await using var proof = new UploadStream(content);
            return (await desk.AttachProofAsync(new UploadProof(id, name, proof), cancellation))
                .Created(view => new { Deposit = Mapping.Deposit(view), FileUrl = view.ProofUrl });
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return ProblemDialect.Problem(
                new DomainError(ErrorCode.ProofTooLarge, $"A proof may have {settings.ProofBytesMax} bytes at most."));
        }
        catch (InvalidDataException)
        {
            return ProblemDialect.Problem(new DomainError(ErrorCode.InvalidRequest, "The multipart body is malformed."));
        }
        catch (UploadBrokeOffException)
        {
            return ProblemDialect.Problem(new DomainError(ErrorCode.InvalidRequest, "The upload broke off before its end."));
        }
    }

    private static string? BoundaryOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= BoundaryLengthMax ? boundary : null;
    }

    private static async Task<Result<(string Name, Stream Content)>> FindFileAsync(MultipartReader reader, CancellationToken cancellation)
    {
        for (var part = 0; part < PartsMax; part++)
        {
            MultipartSection? section;
            try
            {
                section = await reader.ReadNextSectionAsync(cancellation);
            }
            catch (IOException fault) when (fault is not BadHttpRequestException)
            {
                return new DomainError(ErrorCode.InvalidRequest, "The multipart body is malformed or broke off.");
            }
            if (section is null)
            {
                break;
            }
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                && HeaderUtilities.RemoveQuotes(disposition.Name).Equals(FileField, StringComparison.Ordinal))
            {
                return (NameOf(disposition), section.Body);
            }
        }
        return DomainError.Of(ErrorCode.InvalidRequest, FileField, $"The field {FileField} with the PDF is missing.");
    }

    // Only ever shown: without folders, without characters that could steer a terminal or a page's direction.
    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var given = disposition.FileNameStar.HasValue ? disposition.FileNameStar.ToString()
            : HeaderUtilities.RemoveQuotes(disposition.FileName).ToString();
        var name = string.Concat(given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Where(letter => !char.IsControl(letter)
            && char.GetUnicodeCategory(letter)
            is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Surrogate))).Trim();
        return name.Length == 0 ? NamelessFile : name;
    }
}
