using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Deposits;

namespace OtcBackoffice.Components.Home;

/// <summary>A merchant's open deposits with whose turn it is.</summary>
public sealed partial class MerchantTurn : ComponentBase
{
    /// <summary>Part of the heading's id.</summary>
    [Parameter]
    [EditorRequired]
    public string Name { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What stands there while it is empty.</summary>
    [Parameter]
    public string Empty { get; set; } = "";

    [Parameter]
    public IReadOnlyList<DepositView> Rows { get; set; } = [];

    /// <summary>Whether it is not at an end.</summary>
    public static bool IsOpen(DepositView deposit)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        return deposit.Status is DepositStatus.Draft or DepositStatus.Priced or DepositStatus.Pending or DepositStatus.Confirmed;
    }

    /// <summary>Whether it waits for the merchant: to be finished, or to be answered.</summary>
    public static bool IsYours(DepositView deposit)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        return deposit.Status is DepositStatus.Draft or DepositStatus.Priced || IsAsked(deposit);
    }

    private static bool IsAsked(DepositView deposit) =>
        deposit is { Status: DepositStatus.Pending, Question: not null, Answer: null };

    private static string Turn(DepositView deposit) => deposit.Status switch
    {
        DepositStatus.Draft => "take a price",
        DepositStatus.Priced => "wire it and hand in the proof",
        DepositStatus.Pending => IsAsked(deposit) ? "the desk asks you something" : "the desk looks at it",
        DepositStatus.Confirmed => "confirmed, the desk pays it out",
        _ => "at its end",
    };
}
