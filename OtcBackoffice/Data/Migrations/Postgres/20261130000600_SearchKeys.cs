using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SearchKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_mpesa_receipt_number",
                table: "otc_deposits",
                column: "mpesa_receipt_number",
                filter: "mpesa_receipt_number IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_otc_withdrawals_payment_reference",
                table: "otc_withdrawals",
                column: "payment_reference",
                filter: "payment_reference IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_otc_exchanges_tx_hash",
                table: "otc_exchanges",
                column: "tx_hash",
                filter: "tx_hash IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payments_order_id",
                table: "gateway_payments",
                column: "order_id",
                filter: "order_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_gateway_withdrawals_tx_hash",
                table: "gateway_withdrawals",
                column: "tx_hash",
                filter: "tx_hash IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_gateway_withdrawals_address",
                table: "gateway_withdrawals",
                column: "address");

            migrationBuilder.CreateIndex(
                name: "ix_gateway_withdrawals_custom_id",
                table: "gateway_withdrawals",
                column: "custom_id",
                filter: "custom_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_gateway_payment_parts_tx_hash",
                table: "gateway_payment_parts",
                column: "tx_hash");

            migrationBuilder.CreateIndex(
                name: "ix_block_orders_client_id",
                table: "block_orders",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "ix_wallets_address",
                table: "wallets",
                column: "address");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}
