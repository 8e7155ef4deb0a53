using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DeveloperCentre : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "mark",
                table: "webhook_deliveries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "replay_id",
                table: "webhook_deliveries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "access_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    company = table.Column<string>(type: "TEXT", nullable: false),
                    regions = table.Column<string>(type: "TEXT", nullable: false),
                    currencies = table.Column<string>(type: "TEXT", nullable: false),
                    expected_flow = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    scopes = table.Column<string>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    decided_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    decided_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "key_requests",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    credential_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    request_id = table.Column<string>(type: "TEXT", nullable: false),
                    method = table.Column<string>(type: "TEXT", nullable: false),
                    path = table.Column<string>(type: "TEXT", nullable: false),
                    query = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    latency_ms = table.Column<int>(type: "INTEGER", nullable: false),
                    idempotency_replayed = table.Column<bool>(type: "INTEGER", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    request_body = table.Column<string>(type: "TEXT", nullable: true),
                    response_body = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_key_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "probe_days",
                columns: table => new
                {
                    component = table.Column<string>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    up_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    slow_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    first_minute_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_probe_days", x => new { x.day, x.component });
                });

            migrationBuilder.CreateTable(
                name: "probe_minutes",
                columns: table => new
                {
                    component = table.Column<string>(type: "TEXT", nullable: false),
                    minute_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    severity = table.Column<int>(type: "INTEGER", nullable: false),
                    latency_ms = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_probe_minutes", x => new { x.minute_utc, x.component });
                });

            migrationBuilder.CreateTable(
                name: "status_incidents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    impact = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    components = table.Column<string>(type: "TEXT", nullable: false),
                    is_maintenance = table.Column<bool>(type: "INTEGER", nullable: false),
                    starts_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    ends_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    opened_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    published_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    resolved_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    updated_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_incidents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "status_subscribers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    asked_count = table.Column<int>(type: "INTEGER", nullable: false),
                    asked_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    confirmed_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at_utc = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_subscribers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_replays",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    endpoint_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    since_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    until_sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    at_sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    total = table.Column<int>(type: "INTEGER", nullable: false),
                    asked_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at_utc = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_replays", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "status_incident_updates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    incident_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    message = table.Column<string>(type: "TEXT", nullable: false),
                    author_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_incident_updates", x => x.id);
                    table.ForeignKey(
                        name: "fk_status_incident_updates_status_incidents_incident_id",
                        column: x => x.incident_id,
                        principalTable: "status_incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_replay_id",
                table: "webhook_deliveries",
                column: "replay_id");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_subject_id_id",
                table: "outbox_messages",
                columns: new[] { "subject_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_access_requests_created_at_utc_id",
                table: "access_requests",
                columns: new[] { "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_access_requests_email_status",
                table: "access_requests",
                columns: new[] { "email", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_key_requests_at_utc",
                table: "key_requests",
                column: "at_utc");

            migrationBuilder.CreateIndex(
                name: "ix_key_requests_credential_id_id",
                table: "key_requests",
                columns: new[] { "credential_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_key_requests_request_id",
                table: "key_requests",
                column: "request_id");

            migrationBuilder.CreateIndex(
                name: "ix_status_incident_updates_incident_id_at_utc",
                table: "status_incident_updates",
                columns: new[] { "incident_id", "at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_status_incidents_opened_at_utc_id",
                table: "status_incidents",
                columns: new[] { "opened_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_status_subscribers_email",
                table: "status_subscribers",
                column: "email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_status_subscribers_state",
                table: "status_subscribers",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_replays_state",
                table: "webhook_replays",
                column: "state",
                filter: "state = 'running'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}
