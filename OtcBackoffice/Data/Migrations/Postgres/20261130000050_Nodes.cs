using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Nodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "sealed_keys",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    @sealed = table.Column<byte[]>(type: "bytea", nullable: false),
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

            migrationBuilder.CreateIndex(
                name: "ix_presences_until_utc",
                table: "presences",
                column: "until_utc");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "leases");

            migrationBuilder.DropTable(
                name: "nodes");

            migrationBuilder.DropTable(
                name: "presences");

            migrationBuilder.DropTable(
                name: "sandbox_clocks");

            migrationBuilder.DropTable(
                name: "sealed_keys");

            migrationBuilder.DropTable(
                name: "signal_versions");
        }
    }
}
