using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ScreeningWorkspaceNodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "unconfirm_count",
                table: "otc_deposits",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "is_refused",
                table: "gateway_payment_parts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "held_decisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    record_number = table.Column<string>(type: "text", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    command = table.Column<string>(type: "text", nullable: false),
                    record_version = table.Column<int>(type: "integer", nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    cause = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: true),
                    taken_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    until_utc = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    ended_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_held_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "leases",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    holder = table.Column<Guid>(type: "uuid", nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    until_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leases", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "nodes",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    instance = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<string>(type: "text", nullable: false),
                    schema = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    last_seen_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    skew_ms = table.Column<long>(type: "bigint", nullable: false),
                    circuits = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_nodes", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "notification_preferences",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @event = table.Column<string>(name: "event", type: "text", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notification_preferences", x => new { x.person_id, x.@event });
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    href = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    at_utc = table.Column<long>(type: "bigint", nullable: false),
                    read_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    mail = table.Column<string>(type: "text", nullable: false),
                    mailed_at_utc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "presences",
                columns: table => new
                {
                    seat = table.Column<Guid>(type: "uuid", nullable: false),
                    node = table.Column<Guid>(type: "uuid", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    sat_down_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    until_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_presences", x => x.seat);
                });

            migrationBuilder.CreateTable(
                name: "record_follows",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_record_follows", x => new { x.record_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "record_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_name = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    mentions = table.Column<string>(type: "text", nullable: false),
                    at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_record_notes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "record_snoozes",
                columns: table => new
                {
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    record_number = table.Column<string>(type: "text", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    until_utc = table.Column<long>(type: "bigint", nullable: false),
                    at_utc = table.Column<long>(type: "bigint", nullable: false),
                    woken_at_utc = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_record_snoozes", x => x.record_id);
                });

            migrationBuilder.CreateTable(
                name: "sandbox_clocks",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    offset_seconds = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sandbox_clocks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "saved_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    queue = table.Column<string>(type: "text", nullable: false),
                    query = table.Column<string>(type: "text", nullable: false),
                    shared = table.Column<bool>(type: "boolean", nullable: false),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    updated_at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_views", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "screening_cases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject_key = table.Column<string>(type: "text", nullable: false),
                    sealed_subject = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    assignee_user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    claimed_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    claim_expires_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    opened_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_cases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "screening_verdicts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject_key = table.Column<string>(type: "text", nullable: false),
                    sealed_subject = table.Column<string>(type: "text", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    record_kind = table.Column<string>(type: "text", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    record_number = table.Column<string>(type: "text", nullable: false),
                    asked_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    expires_at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_verdicts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sealed_keys",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    made_at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sealed_keys", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "signal_versions",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signal_versions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "travel_parties",
                columns: table => new
                {
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @sealed = table.Column<string>(name: "sealed", type: "text", nullable: false),
                    updated_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    updated_by = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
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
                    wallet_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @sealed = table.Column<string>(name: "sealed", type: "text", nullable: false),
                    updated_at_utc = table.Column<long>(type: "bigint", nullable: false)
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_name = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    at_utc = table.Column<long>(type: "bigint", nullable: false)
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
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    record_kind = table.Column<string>(type: "text", nullable: false),
                    record_number = table.Column<string>(type: "text", nullable: false),
                    at_utc = table.Column<long>(type: "bigint", nullable: false)
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
                name: "ix_otc_deposits_status_decision_due_at_utc",
                table: "otc_deposits",
                columns: new[] { "status", "decision_due_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_held_decisions_actor_id_taken_at_utc",
                table: "held_decisions",
                columns: new[] { "actor_id", "taken_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_held_decisions_record_id",
                table: "held_decisions",
                column: "record_id",
                unique: true,
                filter: "state = 'held'");

            migrationBuilder.CreateIndex(
                name: "ix_held_decisions_until_utc",
                table: "held_decisions",
                column: "until_utc",
                filter: "state = 'held'");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_at_utc",
                table: "notifications",
                column: "at_utc",
                filter: "mailed_at_utc IS NULL AND mail <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_person_id_at_utc_id",
                table: "notifications",
                columns: new[] { "person_id", "at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_notifications_unread",
                table: "notifications",
                column: "person_id",
                filter: "read_at_utc IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_presences_until_utc",
                table: "presences",
                column: "until_utc");

            migrationBuilder.CreateIndex(
                name: "ix_record_follows_person_id",
                table: "record_follows",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_record_notes_record_id_at_utc",
                table: "record_notes",
                columns: new[] { "record_id", "at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_record_snoozes_until_utc",
                table: "record_snoozes",
                column: "until_utc",
                filter: "woken_at_utc IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_saved_views_queue_owner_id",
                table: "saved_views",
                columns: new[] { "queue", "owner_id" });

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
                name: "held_decisions");

            migrationBuilder.DropTable(
                name: "leases");

            migrationBuilder.DropTable(
                name: "nodes");

            migrationBuilder.DropTable(
                name: "notification_preferences");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "presences");

            migrationBuilder.DropTable(
                name: "record_follows");

            migrationBuilder.DropTable(
                name: "record_notes");

            migrationBuilder.DropTable(
                name: "record_snoozes");

            migrationBuilder.DropTable(
                name: "sandbox_clocks");

            migrationBuilder.DropTable(
                name: "saved_views");

            migrationBuilder.DropTable(
                name: "screening_case_notes");

            migrationBuilder.DropTable(
                name: "screening_case_records");

            migrationBuilder.DropTable(
                name: "screening_verdicts");

            migrationBuilder.DropTable(
                name: "sealed_keys");

            migrationBuilder.DropTable(
                name: "signal_versions");

            migrationBuilder.DropTable(
                name: "travel_parties");

            migrationBuilder.DropTable(
                name: "wallet_owners");

            migrationBuilder.DropTable(
                name: "screening_cases");

            migrationBuilder.DropIndex(
                name: "ix_otc_deposits_status_decision_due_at_utc",
                table: "otc_deposits");

            migrationBuilder.DropColumn(
                name: "unconfirm_count",
                table: "otc_deposits");

            migrationBuilder.DropColumn(
                name: "is_refused",
                table: "gateway_payment_parts");
        }
    }
}
