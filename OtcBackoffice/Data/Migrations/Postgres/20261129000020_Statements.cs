using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Statements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "bank_statements",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    format = table.Column<string>(type: "text", nullable: false),
                    bank_id = table.Column<string>(type: "text", nullable: true),
                    number = table.Column<string>(type: "text", nullable: true),
                    currency = table.Column<string>(type: "text", nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: true),
                    to_day = table.Column<DateOnly>(type: "date", nullable: true),
                    opening_minor = table.Column<long>(type: "bigint", nullable: true),
                    closing_minor = table.Column<long>(type: "bigint", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    sentence = table.Column<string>(type: "text", nullable: true),
                    lines = table.Column<int>(type: "integer", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    imported_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    imported_by = table.Column<Guid>(type: "uuid", nullable: false),
                    imported_by_name = table.Column<string>(type: "text", nullable: false),
                    accepted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    accept_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bank_statements", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "csv_maps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    map = table.Column<string>(type: "text", nullable: false),
                    changed_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    changed_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_csv_maps", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    plain_number = table.Column<string>(type: "text", nullable: false),
                    is_iban = table.Column<bool>(type: "boolean", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    bic = table.Column<string>(type: "text", nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_invariants",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    fault = table.Column<string>(type: "text", nullable: true),
                    checked_at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_invariants", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "ledger_snapshots",
                columns: table => new
                {
                    account_key = table.Column<string>(type: "text", nullable: false),
                    debit_minor = table.Column<long>(type: "bigint", nullable: false),
                    credit_minor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_snapshots", x => x.account_key);
                });

            migrationBuilder.CreateTable(
                name: "ledger_watermark",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    at_utc = table.Column<long>(type: "bigint", nullable: false),
                    last_full_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    postings = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_watermark", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reconciled_records",
                columns: table => new
                {
                    kind = table.Column<string>(type: "text", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    reconciled_at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciled_records", x => new { x.kind, x.record_id, x.account_id, x.day });
                });

            migrationBuilder.CreateTable(
                name: "reconciliation_days",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    first_by = table.Column<Guid>(type: "uuid", nullable: true),
                    first_name = table.Column<string>(type: "text", nullable: true),
                    first_note = table.Column<string>(type: "text", nullable: true),
                    first_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    second_by = table.Column<Guid>(type: "uuid", nullable: true),
                    second_name = table.Column<string>(type: "text", nullable: true),
                    second_note = table.Column<string>(type: "text", nullable: true),
                    second_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    sentence = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciliation_days", x => new { x.account_id, x.day });
                });

            migrationBuilder.CreateTable(
                name: "statement_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    statement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_number = table.Column<int>(type: "integer", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    booking_date = table.Column<DateOnly>(type: "date", nullable: true),
                    value_date = table.Column<DateOnly>(type: "date", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    is_reversal = table.Column<bool>(type: "boolean", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: true),
                    bank_reference = table.Column<string>(type: "text", nullable: true),
                    end_to_end_id = table.Column<string>(type: "text", nullable: true),
                    counterparty_name = table.Column<string>(type: "text", nullable: true),
                    counterparty_account = table.Column<string>(type: "text", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    explanation = table.Column<string>(type: "text", nullable: true),
                    children = table.Column<string>(type: "text", nullable: true),
                    raw = table.Column<byte[]>(type: "bytea", nullable: false),
                    fingerprint = table.Column<string>(type: "text", nullable: false),
                    identity = table.Column<string>(type: "text", nullable: false),
                    receipt_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_statement_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "statement_imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    format = table.Column<string>(type: "text", nullable: true),
                    map_id = table.Column<Guid>(type: "uuid", nullable: true),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    lines_done = table.Column<long>(type: "bigint", nullable: false),
                    lines_total = table.Column<long>(type: "bigint", nullable: false),
                    lines_new = table.Column<long>(type: "bigint", nullable: false),
                    lines_known = table.Column<long>(type: "bigint", nullable: false),
                    faults = table.Column<string>(type: "text", nullable: false),
                    notes = table.Column<string>(type: "text", nullable: false),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_by_name = table.Column<string>(type: "text", nullable: false),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    ended_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    matched_at_utc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_statement_imports", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_bank_statements_account_id_to_day_sequence",
                table: "bank_statements",
                columns: new[] { "account_id", "to_day", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_bank_statements_import_id",
                table: "bank_statements",
                column: "import_id");

            migrationBuilder.CreateIndex(
                name: "ix_bank_statements_sequence",
                table: "bank_statements",
                column: "sequence",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_csv_maps_name",
                table: "csv_maps",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_accounts_plain_number_currency",
                table: "desk_accounts",
                columns: new[] { "plain_number", "currency" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reconciled_records_account_id_day",
                table: "reconciled_records",
                columns: new[] { "account_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_statement_entries_account_id_booking_date",
                table: "statement_entries",
                columns: new[] { "account_id", "booking_date" });

            migrationBuilder.CreateIndex(
                name: "ix_statement_entries_account_id_fingerprint",
                table: "statement_entries",
                columns: new[] { "account_id", "fingerprint" });

            migrationBuilder.CreateIndex(
                name: "ix_statement_entries_account_id_identity",
                table: "statement_entries",
                columns: new[] { "account_id", "identity" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_statement_entries_receipt_id",
                table: "statement_entries",
                column: "receipt_id",
                filter: "receipt_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_statement_entries_statement_id_line_number",
                table: "statement_entries",
                columns: new[] { "statement_id", "line_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_statement_imports_sha256",
                table: "statement_imports",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "ix_statement_imports_status_created_at_utc",
                table: "statement_imports",
                columns: new[] { "status", "created_at_utc" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {

        }
    }
}
