namespace OtcBackoffice.Components.Shared;

/// <summary>
/// Puts a page into the navigation, the command palette and the list of shortcuts. Who sees it follows from the page's
/// own Authorize attribute, so that a link is never shown to somebody who would be refused behind it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ConsolePageAttribute(string title) : Attribute
{
    public string Title { get; } = title;

    /// <summary>Heading it stands under: Desk, Gateway, Books, Set-up or System.</summary>
    public string Group { get; init; } = "Desk";

    public string Icon { get; init; } = "dot";

    /// <summary>Key sequence such as "g d". Empty when the page has none.</summary>
    public string Keys { get; init; } = "";

    public int Order { get; init; } = 100;

    /// <summary>False for a page that the palette lists but the navigation does not.</summary>
    public bool InNavigation { get; init; } = true;
}
