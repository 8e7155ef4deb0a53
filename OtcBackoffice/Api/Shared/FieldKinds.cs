using System.Collections.Frozen;
using System.Text.Json;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Api.Shared;

/// <summary>
/// What every text field of every surface is. A field is the same kind wherever it stands, so the table goes by name; a field
/// of a request without a line here fails a test, because nobody decided what may stand in it.
/// </summary>
public static class FieldKinds
{
    private static readonly FrozenDictionary<string, TextKind> Kinds = Of(
        (TextKind.Name, """
            name display_name town label merchant_name real_name payment_method_name company_name alias_name father_surname mother_surname counterparty_name payer_name
            sender_name sender_account_name company sender_bank_name sender_bank_branch passkey_name customer_name account_name bank_name branch heading payout_bank_name sender column_name
            """),
        (TextKind.FreeText, """
            reason note text message memo remark description order_description address_line city state company_type order_name internal_note override_reason explanation
            cancel_reason address street expected_flow prompt_text summary question answer title query reject_reason comment value
            delimiter thousands
            """),
        (TextKind.Code, """
            currency price_currency pay_currency fiat_currency requested_asset requested_network network asset blockchain iso_code flow_type otc_type fee_type side kind
            fixed_fee_currency settlement_side amount_in_type method payment_method transfer_type type surface format status state_code action outcome direction report source_asset
            destination_asset country encoding decimal date_format timezone operation role roles events event scopes scope grant_type period day month base quote
            source_currency target_currency mc_type trench asset_type trade_type lang locale abbreviation token_id code_type result mode point scenario unit field split verdict queue template bank_line proof_read
            components impact regions currencies chain kyc_status kyc
            """),
        (TextKind.Email, "email customer_email payer_email"),
        (TextKind.Url, "url callback_url success_url cancel_url proof_url payment_logo pic_url logo_url webhook_url redirect_uri return_url"),
        (TextKind.Secret, "password secret client_secret refresh_token access_token token code totp current_password new_password "
            + "idempotency_key signature"),
        (TextKind.Reference, """
            reference payment_reference bank_reference end_to_end_id external_id order_id custom_id client_id tracking_number transaction_id request_id tx_hash counterparty_account
            to_address from_address sender_account_number_last4 phone phone_number mpesa_phone_number number iban bic account account_number human_id source proof_file_sha256 curp rfc cuit
            zip_code birthday card_issue_date card_expire_date incorporation_date receipt_number checkout_request_id entry_id search_tag cursor withdrawal_id wallet_id account_id
            payment_id batch_id path file_field prefix ip_allow_list allowed_ips from to date value_date transfer_date expires_at effective_at before after until at starts_at ends_at
            amount price_amount fiat_amount fiat_amount_equivalent crypto_amount usdt_amount payout_bank_account payout_phone_number base_path rate final_rate reference_rate applied_rate min_fee max_fee fixed_fee source_amount_usdc source_amount_eur amount_in buy_limit
            sell_limit officer_max_usd four_eyes_usd limit quantity price fee spread min_amount max_amount threshold balance tolerance credit debit opening closing user_id merchant_id
            entity actor subject_id endpoint_id q find sort order page customer_id identifier record_id minimum extended_public_key addresses since
            """));

    /// <summary>The kind of a field by its name, in snake or camel case; free text where nobody said.</summary>
    public static TextKind Of(string field) => Declared(field) ?? TextKind.FreeText;

    /// <summary>Whether a field is an amount: its own grammar is stricter than any gate, and says so in its own code.</summary>
    public static bool IsAmount(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Contains("amount", StringComparison.OrdinalIgnoreCase) && Declared(field) == TextKind.Reference;
    }

    /// <summary>The declared kind of a field, or null.</summary>
    public static TextKind? Declared(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Kinds.TryGetValue(field, out var known) || Kinds.TryGetValue(JsonNamingPolicy.SnakeCaseLower.ConvertName(field), out known)
            ? known : null;
    }

    private static FrozenDictionary<string, TextKind> Of(params (TextKind Kind, string Fields)[] rows) => rows
        .SelectMany(row => row.Fields.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), (row, field) => (row.Kind, Field: field))
        .GroupBy(pair => pair.Field).ToFrozenDictionary(group => group.Key, group => group.First().Kind, StringComparer.Ordinal);
}
