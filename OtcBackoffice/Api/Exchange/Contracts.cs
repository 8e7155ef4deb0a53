using System.Text.Json;
using System.Text.Json.Serialization;

namespace OtcBackoffice.Api.Exchange;

/// <summary>A request for a quote. Names of the second kind are accepted for the same resources.</summary>
internal sealed record QuoteRequest
{
    [JsonPropertyName("side")]
    public string? Side { get; init; }

    [JsonPropertyName("sourceAccountId")]
    public Guid? SourceAccountId { get; init; }

    [JsonPropertyName("sourceFrAccountId")]
    public Guid? SourceAccountAlias { get; init; }

    [JsonPropertyName("destinationWalletId")]
    public Guid? DestinationWalletId { get; init; }

    [JsonPropertyName("destinationUtilaWalletId")]
    public Guid? DestinationWalletAlias { get; init; }

    [JsonPropertyName("sourceAmountEur")]
    public string? SourceAmountEur { get; init; }

    [JsonPropertyName("sourceWalletId")]
    public Guid? SourceWalletId { get; init; }

    [JsonPropertyName("sourceUtilaWalletId")]
    public Guid? SourceWalletAlias { get; init; }

    [JsonPropertyName("destinationAccountId")]
    public Guid? DestinationAccountId { get; init; }

    [JsonPropertyName("destinationFrAccountId")]
    public Guid? DestinationAccountAlias { get; init; }

    [JsonPropertyName("sourceAmountUsdc")]
    public string? SourceAmountUsdc { get; init; }
}

/// <summary>A confirmation of a quote.</summary>
internal sealed record ConfirmRequest
{
    [JsonPropertyName("quoteId")]
    public Guid? QuoteId { get; init; }

    [JsonPropertyName("side")]
    public string? Side { get; init; }

    [JsonPropertyName("travelRulePayload")]
    public JsonElement? TravelRulePayload { get; init; }
}
