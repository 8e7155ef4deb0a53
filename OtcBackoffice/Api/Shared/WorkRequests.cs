namespace OtcBackoffice.Api.Shared;

/// <summary>Until when something is put aside; null takes it out again.</summary>
internal sealed record SnoozeRequest
{
    public DateTime? Until { get; init; }
}

/// <summary>A note that merchants never see.</summary>
internal sealed record RecordNoteRequest
{
    public string? Text { get; init; }
    public IReadOnlyList<Guid>? Mentions { get; init; }
}

/// <summary>Whether to follow; left out it begins.</summary>
internal sealed record FollowRequest
{
    public bool? Follow { get; init; }
}
