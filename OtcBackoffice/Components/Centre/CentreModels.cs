namespace OtcBackoffice.Components.Centre;

/// <summary>A surface as the errors of it are shown.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Title">Its name for people.</param>
public sealed record CentreSurface(string Name, string Title);

/// <summary>How one surface says one refusal.</summary>
/// <param name="Surface">Which.</param>
/// <param name="Code">The code as it writes it.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Sample">An answer.</param>
public sealed record ErrorUse(CentreSurface Surface, string Code, int Status, string Sample);

/// <summary>A refusal of the desk: what it means and how each surface says it.</summary>
/// <param name="Name">The code in upper snake case.</param>
/// <param name="Meaning">When it happens.</param>
/// <param name="Mender">Who mends it.</param>
/// <param name="Retry">Whether the same request may succeed.</param>
/// <param name="SameKey">What becomes of the idempotency key.</param>
/// <param name="Money">Whether money may have moved.</param>
/// <param name="Todo">What to do.</param>
/// <param name="Uses">The surfaces.</param>
public sealed record RefusalView(string Name, string Meaning, string Mender, string Retry, string SameKey, string Money, string Todo,
    IReadOnlyList<ErrorUse> Uses);

/// <summary>A page of the catalogue: a code as one or more surfaces write it, and the refusals behind it.</summary>
/// <param name="Code">The code in lower case, which is its address.</param>
/// <param name="Written">As it is written, with its surfaces.</param>
/// <param name="Refusals">What it may stand for.</param>
public sealed record ErrorPageView(string Code, IReadOnlyList<ErrorUse> Written, IReadOnlyList<RefusalView> Refusals);

/// <summary>One change of one surface.</summary>
public sealed record ApiChange(string Surface, string Type, string Title, string Note);

/// <summary>The changes of one day.</summary>
public sealed record ChangeDay(DateOnly Date, IReadOnlyList<ApiChange> Changes);

/// <summary>What ends: what it is, since when that is known, until when it works at least, and what comes instead.</summary>
public sealed record EndingLine(string What, DateOnly Since, DateOnly Sunset, string Instead);

/// <summary>A route of the reference: how it is called, what it takes and gives.</summary>
/// <param name="Route">Method and path.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="IsEnding">Whether it ends.</param>
/// <param name="Lines">Parameters, members taken and given, and the status of success, each by its kind.</param>
public sealed record ReferenceRoute(string Route, string Summary, bool IsEnding, IReadOnlyList<(string Kind, string Text)> Lines);

/// <summary>The reference of a surface.</summary>
public sealed record ReferenceView(string Name, IReadOnlyList<ReferenceRoute> Routes, IReadOnlyList<string> Codes);

/// <summary>A quick start: a file as it can be saved and run.</summary>
public sealed record QuickStart(string Name, string Title, string Text);

/// <summary>Something that a search found.</summary>
public sealed record SearchHit(string Title, string Href, string Section, string Sentence);
