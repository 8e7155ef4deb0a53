using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Postgres
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
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "key_id",
                table: "gateway_payments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "end_reason",
                table: "gateway_batches",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "number",
                table: "gateway_batches",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "row_count",
                table: "gateway_batches",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "sender_credential_id",
                table: "gateway_batches",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "sender_id",
                table: "gateway_batches",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<string>(
                name: "sender_name",
                table: "gateway_batches",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "command",
                table: "gateway_batch_rows",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "gateway_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    extended_public_key = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    next_index = table.Column<long>(type: "bigint", nullable: false),
                    last_paid_index = table.Column<long>(type: "bigint", nullable: false),
                    gap_limit = table.Column<int>(type: "integer", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    confirmed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    confirmed_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
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
