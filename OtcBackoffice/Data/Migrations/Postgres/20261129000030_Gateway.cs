using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Gateway : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "previous_protected_secret",
                table: "webhook_endpoints",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "previous_until_utc",
                table: "webhook_endpoints",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "gateway_apps",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    credential_id = table.Column<Guid>(type: "uuid", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_apps", x => x.number);
                    table.ForeignKey(
                        name: "fk_gateway_apps_api_credentials_credential_id",
                        column: x => x.credential_id,
                        principalTable: "api_credentials",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gateway_batch_rows",
                columns: table => new
                {
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    row = table.Column<int>(type: "integer", nullable: false),
                    withdrawal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    error_code = table.Column<string>(type: "text", nullable: true),
                    error_message = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_batch_rows", x => new { x.batch_id, x.row });
                });

            migrationBuilder.CreateTable(
                name: "gateway_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_batches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gateway_history",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    wallet_id = table.Column<Guid>(type: "uuid", nullable: true),
                    asset = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    signed_minor = table.Column<long>(type: "bigint", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference_id = table.Column<string>(type: "text", nullable: false),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_history", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gateway_payment_links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token = table.Column<string>(type: "text", nullable: false),
                    usd_cents = table.Column<long>(type: "bigint", nullable: true),
                    coin = table.Column<string>(type: "text", nullable: true),
                    order_description = table.Column<string>(type: "text", nullable: false),
                    expires_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    payments_max = table.Column<int>(type: "integer", nullable: true),
                    payments_made = table.Column<int>(type: "integer", nullable: false),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    ended_at_utc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_payment_links", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gateway_payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    wallet_id = table.Column<Guid>(type: "uuid", nullable: true),
                    asset = table.Column<string>(type: "text", nullable: false),
                    price_currency = table.Column<string>(type: "text", nullable: false),
                    price_minor = table.Column<long>(type: "bigint", nullable: false),
                    usd_cents = table.Column<long>(type: "bigint", nullable: false),
                    rate = table.Column<string>(type: "text", nullable: false),
                    is_fixed_rate = table.Column<bool>(type: "boolean", nullable: false),
                    is_rate_frozen = table.Column<bool>(type: "boolean", nullable: false),
                    fee_bps = table.Column<int>(type: "integer", nullable: false),
                    is_fee_paid_by_user = table.Column<bool>(type: "boolean", nullable: false),
                    pay_minor = table.Column<long>(type: "bigint", nullable: false),
                    fee_minor = table.Column<long>(type: "bigint", nullable: false),
                    tolerance_bps = table.Column<int>(type: "integer", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    order_id = table.Column<string>(type: "text", nullable: true),
                    order_description = table.Column<string>(type: "text", nullable: true),
                    customer_email = table.Column<string>(type: "text", nullable: true),
                    success_url = table.Column<string>(type: "text", nullable: true),
                    cancel_url = table.Column<string>(type: "text", nullable: true),
                    allows_parts = table.Column<bool>(type: "boolean", nullable: false),
                    link_id = table.Column<Guid>(type: "uuid", nullable: true),
                    checkout_token = table.Column<string>(type: "text", nullable: false),
                    callback_url = table.Column<string>(type: "text", nullable: true),
                    callback_endpoint_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    seen_minor = table.Column<long>(type: "bigint", nullable: false),
                    final_minor = table.Column<long>(type: "bigint", nullable: false),
                    settled_minor = table.Column<long>(type: "bigint", nullable: false),
                    expires_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    watched_until_utc = table.Column<long>(type: "bigint", nullable: false),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    updated_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    completed_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_payments", x => x.id);
                    table.ForeignKey(
                        name: "fk_gateway_payments_merchants_merchant_id",
                        column: x => x.merchant_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gateway_refunds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    exception_id = table.Column<Guid>(type: "uuid", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset = table.Column<string>(type: "text", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    to_address = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    tx_hash = table.Column<string>(type: "text", nullable: true),
                    failure_reason = table.Column<string>(type: "text", nullable: true),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    ended_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_refunds", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gateway_tenants",
                columns: table => new
                {
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    fee_bps = table.Column<int>(type: "integer", nullable: false),
                    is_fee_paid_by_user = table.Column<bool>(type: "boolean", nullable: false),
                    tolerance_bps = table.Column<int>(type: "integer", nullable: false),
                    expiry_minutes_min = table.Column<int>(type: "integer", nullable: false),
                    expiry_minutes_max = table.Column<int>(type: "integer", nullable: false),
                    base_path = table.Column<string>(type: "text", nullable: true),
                    scopes = table.Column<string>(type: "text", nullable: false),
                    legacy_events = table.Column<bool>(type: "boolean", nullable: false),
                    protected_secret = table.Column<string>(type: "text", nullable: true),
                    is_secret_shown = table.Column<bool>(type: "boolean", nullable: false),
                    endpoint_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_tenants", x => x.merchant_id);
                    table.ForeignKey(
                        name: "fk_gateway_tenants_merchants_merchant_id",
                        column: x => x.merchant_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gateway_wallets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: true),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    updated_at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_wallets", x => x.id);
                    table.ForeignKey(
                        name: "fk_gateway_wallets_merchants_merchant_id",
                        column: x => x.merchant_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gateway_withdrawals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    wallet_id = table.Column<Guid>(type: "uuid", nullable: true),
                    custom_id = table.Column<string>(type: "text", nullable: true),
                    asset = table.Column<string>(type: "text", nullable: false),
                    requested_minor = table.Column<long>(type: "bigint", nullable: false),
                    platform_fee_minor = table.Column<long>(type: "bigint", nullable: false),
                    network_fee_minor = table.Column<long>(type: "bigint", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    is_final_amount = table.Column<bool>(type: "boolean", nullable: false),
                    usd_cents = table.Column<long>(type: "bigint", nullable: true),
                    address = table.Column<string>(type: "text", nullable: false),
                    memo = table.Column<string>(type: "text", nullable: true),
                    batch_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    tx_hash = table.Column<string>(type: "text", nullable: true),
                    block_depth = table.Column<int>(type: "integer", nullable: false),
                    is_outcome_unknown = table.Column<bool>(type: "boolean", nullable: false),
                    callback_url = table.Column<string>(type: "text", nullable: true),
                    callback_endpoint_id = table.Column<Guid>(type: "uuid", nullable: true),
                    assignee_user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    claimed_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    claim_expires_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    approved_by = table.Column<Guid>(type: "uuid", nullable: true),
                    end_reason = table.Column<string>(type: "text", nullable: true),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    updated_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    completed_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_withdrawals", x => x.id);
                    table.ForeignKey(
                        name: "fk_gateway_withdrawals_merchants_merchant_id",
                        column: x => x.merchant_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gateway_exceptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    asset = table.Column<string>(type: "text", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    settled_minor = table.Column<long>(type: "bigint", nullable: false),
                    rate_text = table.Column<string>(type: "text", nullable: true),
                    opened_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    due_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    assignee_user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    claimed_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    claim_expires_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    exit = table.Column<string>(type: "text", nullable: true),
                    closed_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    close_reason = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_exceptions", x => x.id);
                    table.ForeignKey(
                        name: "fk_gateway_exceptions_gateway_payments_payment_id",
                        column: x => x.payment_id,
                        principalTable: "gateway_payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gateway_payment_parts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    tx_hash = table.Column<string>(type: "text", nullable: false),
                    asset = table.Column<string>(type: "text", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: true),
                    block_depth = table.Column<int>(type: "integer", nullable: false),
                    is_final = table.Column<bool>(type: "boolean", nullable: false),
                    is_in_time = table.Column<bool>(type: "boolean", nullable: false),
                    seen_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    rate_text = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_payment_parts", x => x.id);
                    table.ForeignKey(
                        name: "fk_gateway_payment_parts_gateway_payments_payment_id",
                        column: x => x.payment_id,
                        principalTable: "gateway_payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gateway_transfers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    wallet_id = table.Column<Guid>(type: "uuid", nullable: false),
                    direction = table.Column<string>(type: "text", nullable: false),
                    asset = table.Column<string>(type: "text", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    callback_url = table.Column<string>(type: "text", nullable: true),
                    callback_endpoint_id = table.Column<Guid>(type: "uuid", nullable: true),
                    failure_reason = table.Column<string>(type: "text", nullable: true),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    updated_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_transfers", x => x.id);
                    table.ForeignKey(
                        name: "fk_gateway_transfers_gateway_wallets_wallet_id",
                        column: x => x.wallet_id,
                        principalTable: "gateway_wallets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_apps_credential_id",
                table: "gateway_apps",
                column: "credential_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_apps_merchant_id_number",
                table: "gateway_apps",
                columns: new[] { "merchant_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_batches_merchant_id_created_at_utc",
                table: "gateway_batches",
                columns: new[] { "merchant_id", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_exceptions_exit_due_at_utc",
                table: "gateway_exceptions",
                columns: new[] { "exit", "due_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_exceptions_payment_id_opened_at_utc",
                table: "gateway_exceptions",
                columns: new[] { "payment_id", "opened_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_history_merchant_id_id",
                table: "gateway_history",
                columns: new[] { "merchant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payment_links_merchant_id_created_at_utc",
                table: "gateway_payment_links",
                columns: new[] { "merchant_id", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payment_links_number",
                table: "gateway_payment_links",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payment_links_token",
                table: "gateway_payment_links",
                column: "token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payment_parts_network_tx_hash_payment_id_asset",
                table: "gateway_payment_parts",
                columns: new[] { "network", "tx_hash", "payment_id", "asset" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payment_parts_payment_id_seen_at_utc",
                table: "gateway_payment_parts",
                columns: new[] { "payment_id", "seen_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payments_address",
                table: "gateway_payments",
                column: "address");

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payments_asset_watched_until_utc",
                table: "gateway_payments",
                columns: new[] { "asset", "watched_until_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payments_checkout_token",
                table: "gateway_payments",
                column: "checkout_token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payments_merchant_id_created_at_utc_id",
                table: "gateway_payments",
                columns: new[] { "merchant_id", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payments_merchant_id_order_id",
                table: "gateway_payments",
                columns: new[] { "merchant_id", "order_id" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payments_number",
                table: "gateway_payments",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payments_status_expires_at_utc",
                table: "gateway_payments",
                columns: new[] { "status", "expires_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_refunds_exception_id",
                table: "gateway_refunds",
                column: "exception_id");

            migrationBuilder.CreateIndex(
                name: "ix_gateway_refunds_status_created_at_utc",
                table: "gateway_refunds",
                columns: new[] { "status", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_tenants_base_path",
                table: "gateway_tenants",
                column: "base_path",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_transfers_number",
                table: "gateway_transfers",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_transfers_status_created_at_utc",
                table: "gateway_transfers",
                columns: new[] { "status", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_transfers_wallet_id_created_at_utc_id",
                table: "gateway_transfers",
                columns: new[] { "wallet_id", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_wallets_merchant_id_external_id",
                table: "gateway_wallets",
                columns: new[] { "merchant_id", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_wallets_number",
                table: "gateway_wallets",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_withdrawals_batch_id",
                table: "gateway_withdrawals",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "ix_gateway_withdrawals_merchant_id_created_at_utc_id",
                table: "gateway_withdrawals",
                columns: new[] { "merchant_id", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_withdrawals_merchant_id_custom_id",
                table: "gateway_withdrawals",
                columns: new[] { "merchant_id", "custom_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_withdrawals_number",
                table: "gateway_withdrawals",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_withdrawals_status_created_at_utc_id",
                table: "gateway_withdrawals",
                columns: new[] { "status", "created_at_utc", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}
