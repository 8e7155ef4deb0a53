using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class KeyUsesAndReturns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "error_code",
                table: "key_requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "route",
                table: "key_requests",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "last_address_range",
                table: "api_credentials",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "returned_minor",
                table: "gateway_payments",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "final_minor",
                table: "gateway_payment_parts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // What was final so far was so as a whole.
            migrationBuilder.Sql("UPDATE gateway_payment_parts SET final_minor = amount_minor WHERE is_final");

            migrationBuilder.Sql("UPDATE gateway_payments SET returned_minor = (SELECT COALESCE(SUM(refund.amount_minor), 0) FROM gateway_refunds AS refund "
                + "WHERE refund.payment_id = gateway_payments.id AND refund.asset = gateway_payments.asset AND refund.status <> 'failed')");

            migrationBuilder.CreateIndex(
                name: "ix_key_requests_credential_id_at_utc",
                table: "key_requests",
                columns: new[] { "credential_id", "at_utc" },
                filter: "error_code IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}
