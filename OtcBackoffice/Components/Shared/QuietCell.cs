using OtcBackoffice.Desks.Lists;

namespace OtcBackoffice.Components.Shared;

/// <summary>One cell of a quiet list.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Column">The name of its column.</param>
/// <param name="Text">What it says without dress.</param>
public sealed record QuietCell<T>(T Row, string Column, string Text);

/// <summary>What a quiet list shows: what was understood of the address, and the page that the desk answered.</summary>
public record QuietLoad<T>(ListReading Asked, ListPage<T> Page);
