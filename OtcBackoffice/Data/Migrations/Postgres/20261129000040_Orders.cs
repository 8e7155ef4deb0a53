using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Orders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "customer_standings",
                columns: table => new
                {
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    tier = table.Column<int>(type: "integer", nullable: false),
                    updated_at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customer_standings", x => x.customer_id);
                });

            migrationBuilder.CreateTable(
                name: "orders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    merchant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    surface = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    is_hidden = table.Column<bool>(type: "boolean", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: true),
                    fiat_currency = table.Column<string>(type: "text", nullable: true),
                    asset = table.Column<string>(type: "text", nullable: true),
                    usd_cents = table.Column<long>(type: "bigint", nullable: true),
                    created_at_utc = table.Column<long>(type: "bigint", nullable: false),
                    verified_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    settled_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    reconciled_at_utc = table.Column<long>(type: "bigint", nullable: true),
                    updated_at_utc = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_orders", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_merchant_id_id",
                table: "outbox_messages",
                columns: new[] { "merchant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_customer_id_created_at_utc",
                table: "orders",
                columns: new[] { "customer_id", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_merchant_id_created_at_utc_id",
                table: "orders",
                columns: new[] { "merchant_id", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_merchant_id_status_created_at_utc",
                table: "orders",
                columns: new[] { "merchant_id", "status", "created_at_utc" });

            OrderBackfill.Run(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}
