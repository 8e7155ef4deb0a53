using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class GatewayBatches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "address_index",
                table: "gateway_payments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "key_id",
                table: "gateway_payments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "end_reason",
                table: "gateway_batches",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "number",
                table: "gateway_batches",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "row_count",
                table: "gateway_batches",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "sender_credential_id",
                table: "gateway_batches",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "sender_id",
                table: "gateway_batches",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<string>(
                name: "sender_name",
                table: "gateway_batches",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "command",
                table: "gateway_batch_rows",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "gateway_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    chain = table.Column<string>(type: "TEXT", nullable: false),
                    extended_public_key = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    next_index = table.Column<long>(type: "INTEGER", nullable: false),
                    last_paid_index = table.Column<long>(type: "INTEGER", nullable: false),
                    gap_limit = table.Column<int>(type: "INTEGER", nullable: false),
                    created_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    confirmed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    confirmed_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_keys", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payments_key_id_address_index",
                table: "gateway_payments",
                columns: new[] { "key_id", "address_index" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_batches_status_created_at_utc",
                table: "gateway_batches",
                columns: new[] { "status", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_gateway_keys_chain_extended_public_key",
                table: "gateway_keys",
                columns: new[] { "chain", "extended_public_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gateway_keys_chain_status",
                table: "gateway_keys",
                columns: new[] { "chain", "status" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}
