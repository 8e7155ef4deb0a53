using System.Text.Json;

namespace OtcBackoffice.Api.Staff;

/// <summary>A merchant to take on; with a parent it is a sub-vendor.</summary>
internal sealed record CreateMerchantRequest
{
    public string? Name { get; init; }
    public Guid? ParentId { get; init; }
}

/// <summary>What changes of a merchant.</summary>
internal sealed record ChangeMerchantRequest
{
    public string? Name { get; init; }
    public bool? IsActive { get; init; }
    public bool? IsVerified { get; init; }
}

/// <summary>A wallet.</summary>
internal sealed record WalletRequest
{
    public string? Network { get; init; }
    public string? Address { get; init; }
    public string? Label { get; init; }
    public bool? IsDefault { get; init; }
    public bool? IsActive { get; init; }

    /// <summary>Who owns it, where that is not the merchant itself.</summary>
    public TravelPersonRequest? Owner { get; init; }
}

/// <summary>Somewhere to send events to; without events it hears all of them.</summary>
internal sealed record CreateEndpointRequest
{
    public string? Url { get; init; }
    public IReadOnlyList<string>? Events { get; init; }
    public string? Surface { get; init; }
    public Guid? MerchantId { get; init; }
}

/// <summary>What changes of an endpoint; its secret stays.</summary>
internal sealed record ChangeEndpointRequest
{
    public string? Url { get; init; }
    public IReadOnlyList<string>? Events { get; init; }
    public bool? IsActive { get; init; }
}

/// <summary>Somebody to invite.</summary>
internal sealed record InviteRequest
{
    public string? Email { get; init; }
    public string? DisplayName { get; init; }
    public IReadOnlyList<string>? Roles { get; init; }
    public Guid? MerchantId { get; init; }
}

/// <summary>The roles that a person is to hold.</summary>
internal sealed record RolesRequest
{
    public IReadOnlyList<string>? Roles { get; init; }
}

/// <summary>A policy to draft: its rules, or the number of an older version to go back to.</summary>
internal sealed record PolicyDraftRequest
{
    /// <summary>A ready-made rule to put before those in force, instead of rules or a version.</summary>
    public string? Template { get; init; }

    public JsonElement? Rules { get; init; }
    public int? FromVersion { get; init; }
    public string? Note { get; init; }
}

/// <summary>How many days a draft is tried on.</summary>
internal sealed record SimulateRequest
{
    public int? Days { get; init; }
}

/// <summary>Other caps and tolerances.</summary>
internal sealed record SettingsRequest
{
    public string? OfficerMaxUsd { get; init; }
    public string? FourEyesUsd { get; init; }
    public int? CreditQuoteToleranceBps { get; init; }
    public int? ClaimLeaseSeconds { get; init; }
    public DateTime? EffectiveAt { get; init; }
    public string? Reason { get; init; }
}
