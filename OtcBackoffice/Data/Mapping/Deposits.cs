using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Data.Mapping;

internal sealed class DepositMapping : IEntityTypeConfiguration<Deposit>
{
    public void Configure(EntityTypeBuilder<Deposit> builder)
    {
        builder.ToTable("otc_deposits");
        builder.Ignore(deposit => deposit.AssetInfo).Ignore(deposit => deposit.FiatAmount).Ignore(deposit => deposit.ProofUrl)
            .Ignore(deposit => deposit.HumanId).Ignore(deposit => deposit.Snapshot).Ignore(deposit => deposit.HasOpenDifference);
        builder.HasOne<Merchant>().WithMany().HasForeignKey(deposit => deposit.MerchantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(deposit => deposit.Number).IsUnique();

        // Keyset pages: queues walk (status, created, id) upward, histories (created, id) downward, per merchant as well.
        builder.HasIndex(deposit => new { deposit.Status, deposit.CreatedAtUtc, deposit.Id });
        builder.HasIndex(deposit => new { deposit.CreatedAtUtc, deposit.Id });
        builder.HasIndex(deposit => new { deposit.Status, deposit.DecisionDueAtUtc });
        builder.HasIndex(deposit => new { deposit.MerchantId, deposit.CreatedAtUtc, deposit.Id });
        builder.HasIndex(deposit => new { deposit.AssigneeUserId, deposit.Status }).HasFilter("assignee_user_id IS NOT NULL");
        builder.HasIndex(deposit => deposit.ProofSha256);
        builder.HasIndex(deposit => deposit.PaymentReference);
        builder.HasIndex(deposit => deposit.MpesaReceiptNumber).HasFilter("mpesa_receipt_number IS NOT NULL");
        builder.HasIndex(deposit => deposit.ReferenceKey).HasFilter("reference_key IS NOT NULL");
        // What waits for its money, by amount.
        builder.HasIndex(deposit => new { deposit.FiatCurrency, deposit.FiatAmountMinor }).HasFilter("status = 'pending'");
        builder.Property(deposit => deposit.HeldMinor).HasDefaultValue(0L);
        builder.Property(deposit => deposit.PaidLate).HasDefaultValue(false);
        builder.HasIndex(deposit => deposit.CheckoutRequestId).IsUnique().HasFilter("checkout_request_id IS NOT NULL");
        builder.HasIndex(deposit => deposit.PushToken).IsUnique().HasFilter("push_token IS NOT NULL");
        builder.HasIndex(deposit => deposit.PushState).HasFilter("push_state IS NOT NULL");
        builder.Property(deposit => deposit.Version).IsConcurrencyToken();
    }
}

internal sealed class DepositQuoteMapping : IEntityTypeConfiguration<DepositQuoteRow>
{
    public void Configure(EntityTypeBuilder<DepositQuoteRow> builder)
    {
        builder.ToTable("otc_deposit_quotes");
        builder.HasKey(quote => new { quote.DepositId, quote.QuoteVersion });
        builder.HasIndex(quote => quote.FxQuoteId);
    }
}

internal sealed class DepositProofMapping : IEntityTypeConfiguration<DepositProofRow>
{
    public void Configure(EntityTypeBuilder<DepositProofRow> builder)
    {
        builder.ToTable("otc_deposit_proofs");
        builder.HasKey(proof => proof.FileId);
        builder.HasIndex(proof => new { proof.DepositId, proof.ProofVersion }).IsUnique();
        builder.HasIndex(proof => proof.Sha256);
    }
}

internal sealed class DepositEvidenceMapping : IEntityTypeConfiguration<DepositProofTextRow>, IEntityTypeConfiguration<DepositTickRow>
{
    public void Configure(EntityTypeBuilder<DepositProofTextRow> builder)
    {
        builder.ToTable("otc_deposit_proof_texts");
        builder.HasKey(text => text.FileId);
    }

    public void Configure(EntityTypeBuilder<DepositTickRow> builder)
    {
        builder.ToTable("otc_deposit_ticks");
        builder.HasKey(tick => new { tick.FileId, tick.Field });
    }
}

internal sealed class IncomingMoneyMapping : IEntityTypeConfiguration<MobileCallback>, IEntityTypeConfiguration<StatementLine>
{
    public void Configure(EntityTypeBuilder<MobileCallback> builder)
    {
        builder.ToTable("mobile_callbacks");
        builder.HasIndex(callback => callback.CheckoutRequestId);
        builder.HasIndex(callback => callback.AtUtc);
    }

    public void Configure(EntityTypeBuilder<StatementLine> builder)
    {
        builder.ToTable("bank_statement_lines");
        builder.HasIndex(line => new { line.Currency, line.Reference });
        builder.HasIndex(line => line.DepositId);
    }
}
