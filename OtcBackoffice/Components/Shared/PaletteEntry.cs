namespace OtcBackoffice.Components.Shared;

/// <summary>One line of the command palette.</summary>
public sealed record PaletteEntry(string Title, string Href, string Hint, string Icon);
