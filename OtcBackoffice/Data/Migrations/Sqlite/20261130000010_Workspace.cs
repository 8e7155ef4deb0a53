using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Workspace : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "held_decisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    record_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    record_number = table.Column<string>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    command = table.Column<string>(type: "TEXT", nullable: false),
                    record_version = table.Column<int>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    session_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    cause = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: true),
                    taken_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    until_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    ended_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_held_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notification_preferences",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    @event = table.Column<string>(name: "event", type: "TEXT", nullable: false),
                    mode = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notification_preferences", x => new { x.person_id, x.@event });
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    href = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    read_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    mail = table.Column<string>(type: "TEXT", nullable: false),
                    mailed_at_utc = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "record_follows",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    record_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_record_follows", x => new { x.record_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "record_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    record_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    author_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    author_name = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    mentions = table.Column<string>(type: "TEXT", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_record_notes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "record_snoozes",
                columns: table => new
                {
                    record_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    record_number = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    until_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    woken_at_utc = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_record_snoozes", x => x.record_id);
                });

            migrationBuilder.CreateTable(
                name: "saved_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    owner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    owner_name = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    queue = table.Column<string>(type: "TEXT", nullable: false),
                    query = table.Column<string>(type: "TEXT", nullable: false),
                    shared = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_views", x => x.id);
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "held_decisions");

            migrationBuilder.DropTable(
                name: "notification_preferences");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "record_follows");

            migrationBuilder.DropTable(
                name: "record_notes");

            migrationBuilder.DropTable(
                name: "record_snoozes");

            migrationBuilder.DropTable(
                name: "saved_views");

            migrationBuilder.DropIndex(
                name: "ix_otc_deposits_status_decision_due_at_utc",
                table: "otc_deposits");
        }
    }
}
