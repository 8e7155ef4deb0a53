using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Receipts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "differs_in",
                table: "otc_deposits",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_minor",
                table: "otc_deposits",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "paid_late",
                table: "otc_deposits",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "reference_key",
                table: "otc_deposits",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "alarms",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    unique_key = table.Column<string>(type: "text", nullable: false),
                    message = table.Column<string>(type: "text", nullable: false),
                    opened_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    acknowledged_by = table.Column<Guid>(type: "uuid", nullable: true),
                    acknowledged_by_name = table.Column<string>(type: "text", nullable: true),
                    acknowledged_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alarms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "learnt_senders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sender_key = table.Column<string>(type: "text", nullable: false),
                    sender_name = table.Column<string>(type: "text", nullable: false),
                    assignment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    learnt_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    withdrawn_at_utc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_learnt_senders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "matching_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    rules_version = table.Column<int>(type: "integer", nullable: true),
                    rules = table.Column<string>(type: "text", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    published_by = table.Column<Guid>(type: "uuid", nullable: true),
                    published_at_utc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matching_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "receipts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    external_id = table.Column<string>(type: "text", nullable: false),
                    provisional_id = table.Column<string>(type: "text", nullable: true),
                    asset = table.Column<string>(type: "text", nullable: false),
                    scale = table.Column<int>(type: "integer", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    remaining_minor = table.Column<long>(type: "bigint", nullable: false),
                    payer_name = table.Column<string>(type: "text", nullable: true),
                    payer_key = table.Column<string>(type: "text", nullable: true),
                    payer_account = table.Column<string>(type: "text", nullable: true),
                    reference = table.Column<string>(type: "text", nullable: true),
                    reference_key = table.Column<string>(type: "text", nullable: true),
                    occurred_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    received_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    raw = table.Column<string>(type: "text", nullable: true),
                    place = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    paid_late = table.Column<bool>(type: "boolean", nullable: false),
                    reverses_id = table.Column<Guid>(type: "uuid", nullable: true),
                    move_count = table.Column<int>(type: "integer", nullable: false),
                    assignee_user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    claimed_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    claim_expires_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "receipt_assignments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    receipt_id = table.Column<Guid>(type: "uuid", nullable: false),
                    move = table.Column<int>(type: "integer", nullable: false),
                    record_kind = table.Column<string>(type: "text", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    record_number = table.Column<string>(type: "text", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: true),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    by_user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    at_utc = table.Column<long>(type: "bigint", nullable: false),
                    undone_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    undone_by = table.Column<Guid>(type: "uuid", nullable: true),
                    undo_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipt_assignments", x => x.id);
                    table.ForeignKey(
                        name: "fk_receipt_assignments_receipts_receipt_id",
                        column: x => x.receipt_id,
                        principalTable: "receipts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_fiat_currency_fiat_amount_minor",
                table: "otc_deposits",
                columns: new[] { "fiat_currency", "fiat_amount_minor" },
                filter: "status = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_reference_key",
                table: "otc_deposits",
                column: "reference_key",
                filter: "reference_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_alarms_opened_at_utc_id",
                table: "alarms",
                columns: new[] { "opened_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_alarms_subject_id",
                table: "alarms",
                column: "subject_id");

            migrationBuilder.CreateIndex(
                name: "ix_alarms_unique_key",
                table: "alarms",
                column: "unique_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_learnt_senders_assignment_id",
                table: "learnt_senders",
                column: "assignment_id");

            migrationBuilder.CreateIndex(
                name: "ix_learnt_senders_sender_key",
                table: "learnt_senders",
                column: "sender_key",
                filter: "withdrawn_at_utc IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_matching_rules_rules_version",
                table: "matching_rules",
                column: "rules_version",
                unique: true,
                filter: "rules_version IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_receipt_assignments_at_utc",
                table: "receipt_assignments",
                column: "at_utc");

            migrationBuilder.CreateIndex(
                name: "ix_receipt_assignments_receipt_id_move",
                table: "receipt_assignments",
                columns: new[] { "receipt_id", "move" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipt_assignments_record_id",
                table: "receipt_assignments",
                column: "record_id");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_asset_remaining_minor",
                table: "receipts",
                columns: new[] { "asset", "remaining_minor" },
                filter: "status = 'unmatched'");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_external_id",
                table: "receipts",
                column: "external_id");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_number",
                table: "receipts",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipts_payer_key",
                table: "receipts",
                column: "payer_key",
                filter: "status = 'unmatched'");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_provisional_id",
                table: "receipts",
                column: "provisional_id",
                filter: "provisional_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_received_at_utc_id",
                table: "receipts",
                columns: new[] { "received_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_receipts_reference_key",
                table: "receipts",
                column: "reference_key",
                filter: "status = 'unmatched'");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_source_account_external_id",
                table: "receipts",
                columns: new[] { "source", "account", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipts_status_received_at_utc_id",
                table: "receipts",
                columns: new[] { "status", "received_at_utc", "id" });

            // Deposits that wait are found by the normal form of their reference; the next write of each makes it exact.
            migrationBuilder.Sql("UPDATE otc_deposits SET reference_key = UPPER(REPLACE(REPLACE(REPLACE(REPLACE(payment_reference, ' ', ''), '-', ''), '/', ''), '.', '')) WHERE payment_reference IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {

        }
    }
}
