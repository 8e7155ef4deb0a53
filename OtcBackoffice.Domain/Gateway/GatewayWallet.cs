using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>A tenant's sub-account. It has three names: a number, <c>w_...</c>, and whatever the tenant calls it.</summary>
public sealed class GatewayWallet
{
    /// <summary>Longest name or external id.</summary>
    public const int TextLengthMax = 100;

    private GatewayWallet()
    {
    }

    /// <summary>The id of the books.</summary>
    public Guid Id { get; private set; }

    /// <summary>The number of the wire.</summary>
    public long Number { get; private set; }

    /// <summary>The tenant.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>What people call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The tenant's own id of it, or null; unique for the tenant.</summary>
    public string? ExternalId { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it was last written.</summary>
    public DateTime UpdatedAtUtc { get; private set; }

    /// <summary>The id that callers name: <c>w_</c> and the id of the books.</summary>
    public string WalletId => $"w_{Id:N}";

    /// <summary>Makes a sub-account.</summary>
    public static Result<GatewayWallet> Make(Guid id, long number, Guid merchantId, string? name, string? externalId, DateTime now)
    {
        if (name?.Trim() is not { Length: > 0 and <= TextLengthMax } text || text.Any(char.IsControl))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "name", $"name must have 1 to {TextLengthMax} characters.");
        }
        if (externalId is not null && (externalId.Length is 0 or > TextLengthMax || externalId.Any(char.IsControl)))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "external_id", $"external_id must have 1 to {TextLengthMax} characters.");
        }
        return new GatewayWallet { Id = id, Number = number, MerchantId = merchantId, Name = text, ExternalId = externalId,
            CreatedAtUtc = now, UpdatedAtUtc = now };
    }

    /// <summary>Reads <c>w_...</c>; null when it is none.</summary>
    public static Guid? IdOf(string? walletId) => walletId is { Length: 34 } && walletId.StartsWith("w_", StringComparison.Ordinal)
        && Guid.TryParseExact(walletId[2..], "N", out var id) ? id : null;
}
