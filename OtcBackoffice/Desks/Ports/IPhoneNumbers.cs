namespace OtcBackoffice.Desks.Ports;

/// <summary>Knows the numbering plans of the world.</summary>
public interface IPhoneNumbers
{
    /// <summary>The number in the form of E.164 with its plus, or null when no plan has such a number.</summary>
    /// <param name="text">The number as somebody writes it.</param>
    /// <param name="region">The country that it is read in when it names none, by its ISO 3166 code.</param>
    string? E164(string text, string region);
}
