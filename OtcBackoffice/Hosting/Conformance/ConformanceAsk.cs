namespace OtcBackoffice.Hosting.Conformance;

/// <summary>As whom a request of the kit goes out.</summary>
internal enum AskedAs
{
    /// <summary>With the credentials of the file.</summary>
    Client,

    /// <summary>Without any.</summary>
    Nobody,

    /// <summary>With credentials that nobody has.</summary>
    Stranger,
}

/// <summary>One request of the kit and what the published contract says of its answer. None of them changes anything.</summary>
/// <param name="Name">What is looked at, in a few words.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Holds">
/// What the body has: <c>orders[].id: text</c> is a member with its kind, <c>error.code = not_found</c> one with its value, and a question
/// mark behind the kind
/// says that it may be null. <c>[]</c> stands for each row of an array, which may have none.
/// </param>
internal sealed record ConformanceAsk(string Name, string Method, string Path, int Status, params IReadOnlyList<string> Holds)
{
    /// <summary>The JSON body, or null.</summary>
    public string? Body { get; init; }

    /// <summary>The form body, or null.</summary>
    public string? Form { get; init; }

    /// <summary>As whom.</summary>
    public AskedAs As { get; init; } = AskedAs.Client;

    /// <summary>Headers beside those of the credentials, as <c>Name: value</c>.</summary>
    public IReadOnlyList<string> Sends { get; init; } = [];

    /// <summary>Headers of the answer; <c>Name: value</c> compares the value's beginning as well.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];
}
