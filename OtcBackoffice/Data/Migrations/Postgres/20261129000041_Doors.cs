using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Doors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "cause",
                table: "webhook_endpoints",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "name_keys",
                columns: table => new
                {
                    kind = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    skeleton = table.Column<string>(type: "text", nullable: false),
                    entity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    mark = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_name_keys", x => new { x.kind, x.key });
                });

            migrationBuilder.CreateTable(
                name: "refusal_counts",
                columns: table => new
                {
                    actor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    command = table.Column<string>(type: "text", nullable: false),
                    entity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    minute_utc = table.Column<long>(type: "bigint", nullable: false),
                    at_utc = table.Column<long>(type: "bigint", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refusal_counts", x => new { x.actor_id, x.command, x.entity_id, x.minute_utc });
                });

            migrationBuilder.CreateIndex(
                name: "ix_name_keys_entity_id",
                table: "name_keys",
                column: "entity_id");

            migrationBuilder.CreateIndex(
                name: "ix_name_keys_kind_skeleton",
                table: "name_keys",
                columns: new[] { "kind", "skeleton" });

            migrationBuilder.CreateIndex(
                name: "ix_refusal_counts_actor_id_at_utc",
                table: "refusal_counts",
                columns: new[] { "actor_id", "at_utc" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}
