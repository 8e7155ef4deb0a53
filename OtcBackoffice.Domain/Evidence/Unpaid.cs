namespace OtcBackoffice.Domain.Evidence;

/// <summary>Words by which a bank says that a payment was not made, was turned back, or is still to be made.</summary>
internal static class Unpaid
{
    // English, Spanish, French, Portuguese and Swahili, folded.
    private static readonly HashSet<string> States = new(
        [
            "failed", "unsuccessful", "rejected", "reversed", "returned", "declined", "cancelled", "canceled", "pending", "unpaid",
            "refused", "voided", "expired", "scheduled", "refunded", "recalled", "suspended", "bounced",
            "fallida", "fallido", "fallado", "rechazada", "rechazado", "revertida", "revertido", "devuelta", "devuelto", "pendiente",
            "cancelada", "cancelado", "anulada", "anulado", "programada", "denegada", "denegado",
            "echoue", "echouee", "echec", "rejete", "rejetee", "annule", "annulee", "attente", "retourne", "retournee", "refuse",
            "refusee", "rembourse", "remboursee",
            "falhou", "falhada", "falhado", "recusada", "recusado", "rejeitada", "rejeitado", "devolvida", "devolvido", "estornada",
            "estornado", "pendente", "agendada", "agendado",
            "imeshindwa", "imeshindikana", "imekataliwa", "imerudishwa", "imeghairiwa", "inasubiri", "imefutwa", "haijalipwa",
        ],
        StringComparer.Ordinal);

    // Still under way, where it is the state of the payment; elsewhere these words say what somebody did.
    private static readonly HashSet<string> Underway = new(
        [
            "processing", "process", "progress", "initiated", "submitted", "queued", "hold", "held", "review", "draft", "unconfirmed",
            "proceso", "curso", "tramite", "revision", "cours", "traitement", "processamento", "andamento", "analise",
            "inashughulikiwa", "inachakatwa",
        ],
        StringComparer.Ordinal);

    private static readonly HashSet<string> Labels = new(
        ["status", "state", "result", "outcome", "estado", "estatus", "situacion", "resultado", "statut", "etat", "situacao", "hali",
            "matokeo"], StringComparer.Ordinal);

    private static readonly HashSet<string> Things = new(
        [
            "payment", "transfer", "transaction", "funds", "wire", "remittance", "pago", "transferencia", "transaccion", "operacion",
            "fondos", "paiement", "virement", "operation", "fonds",
            "pagamento", "transacao", "operacao", "malipo", "muamala", "uhamisho",
        ],
        StringComparer.Ordinal);

    private static readonly HashSet<string> Between = new(
        ["is", "was", "has", "have", "been", "were", "not", "could", "be", "fue", "ha", "sido", "esta", "es", "en", "a", "ete", "est",
            "foi", "esta", "em", "by", "the", "your", "this"], StringComparer.Ordinal);

    private static readonly HashSet<string> Into = new(["in", "on", "under", "en", "em"], StringComparer.Ordinal);

    private static readonly string[] Phrases =
        [
            "not paid", "not processed", "not completed", "not executed", "no pagado", "no procesado", "no ejecutada", "sin fondos",
            "insufficient funds", "fondos insuficientes", "fonds insuffisants", "saldo insuficiente",
            "non paye", "non execute", "nao pago", "nao processado", "nao efetuada", "returned to sender", "return to sender",
            "en attente", "awaiting approval", "awaiting authorisation", "awaiting authorization",
        ];

    /// <summary>The row as it is printed when it says so, else null.</summary>
    public static string? In(ProofRow row)
    {
        var words = row.Folded.Where(word => word.Length > 0).ToList();
        var said = string.Join(' ', words);
        var isSaid = Phrases.Any(phrase => $" {said} ".Contains($" {phrase} ", StringComparison.Ordinal)) || Enumerable.Range(0,
            words.Count).Any(at => IsState(words, at));
        return isSaid ? row.Text(0, row.Words.Count) : null;
    }

    // Alone on its line, behind "Status", or said of the payment; "pending transactions are listed below" is none of these.
    private static bool IsState(List<string> words, int at)
    {
        if (!States.Contains(words[at]))
        {
            return Underway.Contains(words[at]) && at > 0
                && Labels.Contains(words[at - (at > 1 && Into.Contains(words[at - 1]) ? 2 : 1)]);
        }
        if (words.Count == 1)
        {
            return true;
        }
        var before = at - 1;
        while (before >= 0 && Between.Contains(words[before]))
        {
            before--;
        }
        return before >= 0 && (Labels.Contains(words[before]) || Things.Contains(words[before])
            || (States.Contains(words[before]) && IsState(words, before)))
            || (words.Count == 2 && at == 0 && Things.Contains(words[1]));
    }
}
