using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Screening : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_refused",
                table: "gateway_payment_parts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "screening_cases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    subject_key = table.Column<string>(type: "TEXT", nullable: false),
                    sealed_subject = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    assignee_user_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    claimed_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    claim_expires_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    opened_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    decided_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_cases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "screening_verdicts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    provider = table.Column<string>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    subject_key = table.Column<string>(type: "TEXT", nullable: false),
                    sealed_subject = table.Column<string>(type: "TEXT", nullable: false),
                    verdict = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    record_kind = table.Column<string>(type: "TEXT", nullable: false),
                    record_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    record_number = table.Column<string>(type: "TEXT", nullable: false),
                    asked_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_verdicts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "travel_parties",
                columns: table => new
                {
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    @sealed = table.Column<string>(name: "sealed", type: "TEXT", nullable: false),
                    updated_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_travel_parties", x => x.merchant_id);
                    table.ForeignKey(
                        name: "fk_travel_parties_merchants_merchant_id",
                        column: x => x.merchant_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "wallet_owners",
                columns: table => new
                {
                    wallet_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    @sealed = table.Column<string>(name: "sealed", type: "TEXT", nullable: false),
                    updated_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wallet_owners", x => x.wallet_id);
                    table.ForeignKey(
                        name: "fk_wallet_owners_wallets_wallet_id",
                        column: x => x.wallet_id,
                        principalTable: "wallets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "screening_case_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_name = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_case_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_screening_case_notes_screening_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "screening_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "screening_case_records",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    record_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    record_kind = table.Column<string>(type: "TEXT", nullable: false),
                    record_number = table.Column<string>(type: "TEXT", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_case_records", x => new { x.case_id, x.record_id });
                    table.ForeignKey(
                        name: "fk_screening_case_records_screening_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "screening_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_screening_case_notes_case_id_at_utc",
                table: "screening_case_notes",
                columns: new[] { "case_id", "at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_screening_case_records_record_id",
                table: "screening_case_records",
                column: "record_id");

            migrationBuilder.CreateIndex(
                name: "ix_screening_cases_number",
                table: "screening_cases",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_screening_cases_one_open",
                table: "screening_cases",
                column: "subject_key",
                unique: true,
                filter: "status = 'open'");

            migrationBuilder.CreateIndex(
                name: "ix_screening_cases_opened_at_utc_id",
                table: "screening_cases",
                columns: new[] { "opened_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_screening_cases_subject_key_status",
                table: "screening_cases",
                columns: new[] { "subject_key", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_screening_verdicts_asked_at_utc_id",
                table: "screening_verdicts",
                columns: new[] { "asked_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_screening_verdicts_record_id_subject_key_asked_at_utc",
                table: "screening_verdicts",
                columns: new[] { "record_id", "subject_key", "asked_at_utc" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "screening_case_notes");

            migrationBuilder.DropTable(
                name: "screening_case_records");

            migrationBuilder.DropTable(
                name: "screening_verdicts");

            migrationBuilder.DropTable(
                name: "travel_parties");

            migrationBuilder.DropTable(
                name: "wallet_owners");

            migrationBuilder.DropTable(
                name: "screening_cases");

            migrationBuilder.DropColumn(
                name: "is_refused",
                table: "gateway_payment_parts");
        }
    }
}
