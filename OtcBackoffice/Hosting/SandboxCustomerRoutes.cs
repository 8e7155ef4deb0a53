using OtcBackoffice.Desks.Platform;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Orders;

namespace OtcBackoffice.Hosting;

/// <summary>Stands for the desk's own work of getting to know a customer of the platform.</summary>
internal static class SandboxCustomerRoutes
{
    public static void Map(RouteGroupBuilder routes) => routes.MapPost("/customers/{id}", SetAsync);

    private static async Task<IResult> SetAsync(string id, SandboxBody<StandingBody> sent, CustomerDesk desk,
        CancellationToken cancellation)
    {
        if (PublicId.Read(PublicId.Customer, id) is not { } customer)
        {
            return Refused(DomainError.Missing("customer"));
        }
        var body = sent.Value;
        var set = await desk.SetAsync(customer, body.KycStatus, body.Tier, cancellation);
        return set.Failed(out var refused) ? Refused(refused) : Results.Ok(new { id, kyc_status = body.KycStatus, tier = body.Tier });
    }

    private static IResult Refused(DomainError error) => Results.Problem(error.Message,
        statusCode: error.Kind == ErrorKind.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity,
        extensions: new Dictionary<string, object?> { ["code"] = error.Code.Wire() });

    internal sealed record StandingBody([property: System.Text.Json.Serialization.JsonPropertyName("kyc_status")] string? KycStatus,
        int? Tier);
}
