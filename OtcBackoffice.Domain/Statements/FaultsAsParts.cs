namespace OtcBackoffice.Domain.Statements;

/// <summary>Turns a reading that cannot go on into its last part.</summary>
internal static class FaultsAsParts
{
    public static IEnumerable<StatementPart> Of(IEnumerable<StatementPart> parts)
    {
        using var walk = parts.GetEnumerator();
        while (true)
        {
            StatementPart? part;
            var isLast = false;
            try
            {
                part = walk.MoveNext() ? walk.Current : null;
            }
            catch (StatementFaultException stopped)
            {
                (part, isLast) = (stopped.Fault, true);
            }
            if (part is null)
            {
                yield break;
            }
            yield return part;
            if (isLast)
            {
                yield break;
            }
        }
    }
}
