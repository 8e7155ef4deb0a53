namespace OtcBackoffice.Components.Checkout;

/// <summary>The sentences of the checkout in one language. What stands in braces is put in by <see cref="Fill"/>.</summary>
internal sealed record CheckoutWords(string Code, string Name)
{
    /// <summary>Every language, the one for everybody else first.</summary>
    public static readonly IReadOnlyList<CheckoutWords> All =
        [CheckoutLanguages.English, CheckoutLanguages.Spanish, CheckoutLanguages.Swahili, CheckoutLanguages.French,
            CheckoutLanguages.Portuguese];

    public required string Language { get; init; }
    public required string Title { get; init; }
    public required string PartTitle { get; init; }
    public required string SeenTitle { get; init; }
    public required string PaidTitle { get; init; }
    public required string ExpiredTitle { get; init; }
    public required string ShortTitle { get; init; }
    public required string HeldTitle { get; init; }
    public required string Progress { get; init; }
    public required string StepPay { get; init; }
    public required string StepSeen { get; init; }
    public required string StepConfirmed { get; init; }
    public required string HoldsUntil { get; init; }
    public required string TimeLeft { get; init; }
    public required string ExactAmount { get; init; }
    public required string StillToPay { get; init; }
    public required string CopyAmount { get; init; }
    public required string CopyAddress { get; init; }
    public required string Copied { get; init; }
    public required string Address { get; init; }
    public required string SendOnly { get; init; }
    public required string Loss { get; init; }
    public required string AddressCode { get; init; }
    public required string AmountCode { get; init; }
    public required string More { get; init; }
    public required string MoreWarning { get; init; }
    public required string OpenWallet { get; init; }
    public required string Waiting { get; init; }
    public required string Part { get; init; }
    public required string Seen { get; init; }
    public required string Paid { get; init; }
    public required string Expired { get; init; }
    public required string Short { get; init; }
    public required string Held { get; init; }
    public required string HelpTitle { get; init; }
    public required string Help { get; init; }
    public required string PaidHelp { get; init; }
    public required string NotPaid { get; init; }
    public required string NotPaidHelp { get; init; }
    public required string Watched { get; init; }
    public required string Back { get; init; }
    public required string Cancel { get; init; }
    public required string To { get; init; }
    public required string Order { get; init; }
    public required string Network { get; init; }
    public required string Transaction { get; init; }
    public required string Came { get; init; }
    public required string Asked { get; init; }
    public required string Safety { get; init; }
    public required string NoScript { get; init; }
    public required string PriceUsd { get; init; }
    public required string Coin { get; init; }
    public required string GoOn { get; init; }
    public required string Closed { get; init; }
    public required string Refused { get; init; }

    /// <summary>Too many payments were asked for.</summary>
    public required string TooOften { get; init; }

    /// <summary>The language that a switch names, or the first that the browser would like, or English.</summary>
    /// <param name="asked">A language of the switch, or null.</param>
    /// <param name="accepted">The header <c>Accept-Language</c> in its order of preference.</param>
    public static CheckoutWords Of(string? asked, IEnumerable<string> accepted)
    {
        foreach (var code in (asked is null ? [] : new[] { asked }).Concat(accepted))
        {
            var main = code.Split('-')[0];
            if (All.FirstOrDefault(words => words.Code.Equals(main, StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                return found;
            }
        }
        return CheckoutLanguages.English;
    }

    /// <summary>A sentence with its names filled in.</summary>
    public static string Fill(string sentence, params ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (name, value) in values)
        {
            sentence = sentence.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }
        return sentence;
    }
}
