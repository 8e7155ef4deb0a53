namespace OtcBackoffice.Components.Shared;

/// <summary>One tab: its id inside the page, its word, and a number beside it.</summary>
public sealed record TabItem(string Id, string Title, int? Count = null);
