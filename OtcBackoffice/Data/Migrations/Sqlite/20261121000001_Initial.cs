using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OtcBackoffice.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "address_bans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: false),
                    level = table.Column<int>(type: "INTEGER", nullable: false),
                    banned_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    until_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    lifted_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_address_bans", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "api_credentials",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    surface = table.Column<string>(type: "TEXT", nullable: false),
                    environment = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    owner_user_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    key_id = table.Column<string>(type: "TEXT", nullable: false),
                    secret_sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    protected_secret = table.Column<string>(type: "TEXT", nullable: true),
                    previous_secret_sha256 = table.Column<string>(type: "TEXT", nullable: true),
                    previous_protected_secret = table.Column<string>(type: "TEXT", nullable: true),
                    previous_until_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    scopes = table.Column<string>(type: "TEXT", nullable: false),
                    ip_allow_list = table.Column<string>(type: "TEXT", nullable: false),
                    created_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    rotated_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    last_used_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_credentials", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approval_policies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    policy_version = table.Column<int>(type: "INTEGER", nullable: true),
                    based_on = table.Column<int>(type: "INTEGER", nullable: false),
                    rules = table.Column<string>(type: "TEXT", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    author_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    author_name = table.Column<string>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    published_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    published_by_name = table.Column<string>(type: "TEXT", nullable: true),
                    published_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approval_policies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approval_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    operation = table.Column<string>(type: "TEXT", nullable: false),
                    entity_kind = table.Column<string>(type: "TEXT", nullable: false),
                    entity_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    entity_version = table.Column<string>(type: "TEXT", nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    payload_sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    policy_version = table.Column<int>(type: "INTEGER", nullable: false),
                    rule = table.Column<string>(type: "TEXT", nullable: false),
                    approvers = table.Column<string>(type: "TEXT", nullable: false),
                    approvals_needed = table.Column<int>(type: "INTEGER", nullable: false),
                    excluded = table.Column<string>(type: "TEXT", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    maker_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    maker_name = table.Column<string>(type: "TEXT", nullable: false),
                    checker_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    decision_reason = table.Column<string>(type: "TEXT", nullable: true),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    effective_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approval_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approval_votes",
                columns: table => new
                {
                    approval_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_name = table.Column<string>(type: "TEXT", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approval_votes", x => new { x.approval_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "audit_checkpoints",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    key_id = table.Column<string>(type: "TEXT", nullable: false),
                    signature = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_checkpoints", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "audit_log",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    actor_kind = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    entity_kind = table.Column<string>(type: "TEXT", nullable: false),
                    entity_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    from_status = table.Column<string>(type: "TEXT", nullable: true),
                    to_status = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    changes = table.Column<string>(type: "TEXT", nullable: true),
                    cause = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_log", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_seals",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    audit_id = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    sealed_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_seals", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "bank_statement_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    currency = table.Column<string>(type: "TEXT", nullable: false),
                    amount_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: false),
                    sender_name = table.Column<string>(type: "TEXT", nullable: true),
                    value_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    deposit_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    received_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bank_statement_lines", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "block_documents",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    order_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: false),
                    media_type = table.Column<string>(type: "TEXT", nullable: false),
                    size_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    uploaded_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    uploaded_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_block_documents", x => x.file_id);
                });

            migrationBuilder.CreateTable(
                name: "chain_scans",
                columns: table => new
                {
                    network = table.Column<string>(type: "TEXT", nullable: false),
                    next_block = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chain_scans", x => x.network);
                });

            migrationBuilder.CreateTable(
                name: "closed_periods",
                columns: table => new
                {
                    period = table.Column<string>(type: "TEXT", nullable: false),
                    closed_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_by = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closed_periods", x => x.period);
                });

            migrationBuilder.CreateTable(
                name: "custody_receipts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    network = table.Column<string>(type: "TEXT", nullable: false),
                    tx_hash = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    amount_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    wallet_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    block_number = table.Column<long>(type: "INTEGER", nullable: false),
                    credited_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_custody_receipts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "customer_spreads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pair_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    buy_spread_bps = table.Column<int>(type: "INTEGER", nullable: false),
                    sell_spread_bps = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customer_spreads", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_settings",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false),
                    changed_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    changed_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_settings", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "exports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    report = table.Column<string>(type: "TEXT", nullable: false),
                    format = table.Column<string>(type: "TEXT", nullable: false),
                    filters = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    rows_done = table.Column<long>(type: "INTEGER", nullable: false),
                    rows_total = table.Column<long>(type: "INTEGER", nullable: false),
                    requested_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    fault = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fiat_currencies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    iso_code = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    display_name = table.Column<string>(type: "TEXT", nullable: false),
                    fraction_digits = table.Column<int>(type: "INTEGER", nullable: false),
                    sort_order = table.Column<int>(type: "INTEGER", nullable: false),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fiat_currencies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fx_rate_quotes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    flow_type = table.Column<string>(type: "TEXT", nullable: false),
                    otc_type = table.Column<string>(type: "TEXT", nullable: true),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_currency = table.Column<string>(type: "TEXT", nullable: false),
                    reference_rate = table.Column<string>(type: "TEXT", nullable: false),
                    applied_rate = table.Column<string>(type: "TEXT", nullable: true),
                    spread_bps = table.Column<int>(type: "INTEGER", nullable: true),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    expires_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fx_rate_quotes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_records",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    route = table.Column<string>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    fingerprint = table.Column<string>(type: "TEXT", nullable: false),
                    answer = table.Column<string>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_records", x => new { x.tenant_id, x.route, x.key });
                });

            migrationBuilder.CreateTable(
                name: "job_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    job = table.Column<string>(type: "TEXT", nullable: false),
                    started_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    duration_ms = table.Column<long>(type: "INTEGER", nullable: false),
                    done = table.Column<int>(type: "INTEGER", nullable: false),
                    fault = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_accounts",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    family = table.Column<string>(type: "TEXT", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    owner_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    may_not_be_overdrawn = table.Column<bool>(type: "INTEGER", nullable: false),
                    debit_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    credit_minor = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_accounts", x => x.key);
                    table.CheckConstraint("ck_ledger_accounts_not_overdrawn", "may_not_be_overdrawn IN (false) OR credit_minor >= debit_minor");
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    unique_key = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    subject_kind = table.Column<string>(type: "TEXT", nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reverses = table.Column<string>(type: "TEXT", nullable: true),
                    actor_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_health",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    is_halted = table.Column<bool>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    checked_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_health", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "liquidity_snapshots",
                columns: table => new
                {
                    treasury_wallet_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    balance_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    as_of_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_liquidity_snapshots", x => new { x.treasury_wallet_id, x.asset });
                });

            migrationBuilder.CreateTable(
                name: "merchant_transfers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sub_merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sub_merchant_number = table.Column<long>(type: "INTEGER", nullable: false),
                    sub_merchant_name = table.Column<string>(type: "TEXT", nullable: false),
                    order_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    order_number = table.Column<long>(type: "INTEGER", nullable: false),
                    bank_order_id = table.Column<string>(type: "TEXT", nullable: false),
                    country = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_currency = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_scale = table.Column<int>(type: "INTEGER", nullable: false),
                    amount_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    type = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    account_number = table.Column<string>(type: "TEXT", nullable: false),
                    bank_name = table.Column<string>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_merchant_transfers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "merchants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    parent_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_verified = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_merchants", x => x.id);
                    table.ForeignKey(
                        name: "fk_merchants_merchants_parent_id",
                        column: x => x.parent_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "mobile_callbacks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    checkout_request_id = table.Column<string>(type: "TEXT", nullable: true),
                    result_code = table.Column<int>(type: "INTEGER", nullable: true),
                    receipt_number = table.Column<string>(type: "TEXT", nullable: true),
                    deposit_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mobile_callbacks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "multisig_proposals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    deposit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    amount_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    to_address = table.Column<string>(type: "TEXT", nullable: false),
                    treasury_wallet_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    required_signatures = table.Column<int>(type: "INTEGER", nullable: false),
                    binding = table.Column<string>(type: "TEXT", nullable: false),
                    created_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    end_reason = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_multisig_proposals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "number_sequences",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    last_number = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_number_sequences", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "one_time_links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    purpose = table.Column<string>(type: "TEXT", nullable: false),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    secret_sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at_utc = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_one_time_links", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "otc_deposit_proof_texts",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    deposit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    is_whole = table.Column<bool>(type: "INTEGER", nullable: false),
                    word_count = table.Column<int>(type: "INTEGER", nullable: false),
                    words = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_otc_deposit_proof_texts", x => x.file_id);
                });

            migrationBuilder.CreateTable(
                name: "otc_deposit_proofs",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    deposit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    proof_version = table.Column<int>(type: "INTEGER", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: false),
                    size_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    page_count = table.Column<int>(type: "INTEGER", nullable: false),
                    checked_by = table.Column<string>(type: "TEXT", nullable: false),
                    uploaded_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    uploaded_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_otc_deposit_proofs", x => x.file_id);
                });

            migrationBuilder.CreateTable(
                name: "otc_deposit_quotes",
                columns: table => new
                {
                    deposit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    quote_version = table.Column<int>(type: "INTEGER", nullable: false),
                    pricing_profile_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pricing_profile_version = table.Column<int>(type: "INTEGER", nullable: false),
                    fx_quote_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    snapshot = table.Column<string>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_otc_deposit_quotes", x => new { x.deposit_id, x.quote_version });
                });

            migrationBuilder.CreateTable(
                name: "otc_deposit_ticks",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    field = table.Column<string>(type: "TEXT", nullable: false),
                    deposit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_name = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_otc_deposit_ticks", x => new { x.file_id, x.field });
                });

            migrationBuilder.CreateTable(
                name: "outbox_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    cause = table.Column<string>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "payment_methods",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sub_merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sub_merchant_number = table.Column<long>(type: "INTEGER", nullable: false),
                    payment_config_id = table.Column<int>(type: "INTEGER", nullable: false),
                    country = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_currency = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    logo_url = table.Column<string>(type: "TEXT", nullable: false),
                    real_name = table.Column<string>(type: "TEXT", nullable: false),
                    fields = table.Column<string>(type: "TEXT", nullable: false),
                    remark = table.Column<string>(type: "TEXT", nullable: false),
                    is_refund_account = table.Column<bool>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    decided_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_methods", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "policy_decisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    policy_version = table.Column<int>(type: "INTEGER", nullable: false),
                    rule = table.Column<string>(type: "TEXT", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", nullable: false),
                    operation = table.Column<string>(type: "TEXT", nullable: false),
                    entity_kind = table.Column<string>(type: "TEXT", nullable: false),
                    entity_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    actor_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    notional_usd_cents = table.Column<long>(type: "INTEGER", nullable: true),
                    facts = table.Column<string>(type: "TEXT", nullable: false),
                    approval_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    effect_at_utc = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pricing_profiles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    flow_type = table.Column<string>(type: "TEXT", nullable: false),
                    otc_type = table.Column<string>(type: "TEXT", nullable: true),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_currency = table.Column<string>(type: "TEXT", nullable: false),
                    fee_type = table.Column<string>(type: "TEXT", nullable: false),
                    fixed_fee_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    percentage_fee_bps = table.Column<int>(type: "INTEGER", nullable: false),
                    min_fee_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    max_fee_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    spread_bps = table.Column<int>(type: "INTEGER", nullable: false),
                    settlement_side = table.Column<string>(type: "TEXT", nullable: false),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pricing_profiles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "queue_counters",
                columns: table => new
                {
                    queue = table.Column<string>(type: "TEXT", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_queue_counters", x => x.queue);
                });

            migrationBuilder.CreateTable(
                name: "rate_guards",
                columns: table => new
                {
                    base_code = table.Column<string>(type: "TEXT", nullable: false),
                    quote_code = table.Column<string>(type: "TEXT", nullable: false),
                    anchor = table.Column<string>(type: "TEXT", nullable: false),
                    anchor_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    seen = table.Column<string>(type: "TEXT", nullable: false),
                    seen_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    is_held = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rate_guards", x => new { x.base_code, x.quote_code });
                });

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code_sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at_utc = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recovery_codes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reference_rates",
                columns: table => new
                {
                    base_code = table.Column<string>(type: "TEXT", nullable: false),
                    quote_code = table.Column<string>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    rate = table.Column<string>(type: "TEXT", nullable: true),
                    as_of_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    detail = table.Column<string>(type: "TEXT", nullable: true),
                    checked_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    set_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    set_by_name = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reference_rates", x => new { x.base_code, x.quote_code, x.source });
                });

            migrationBuilder.CreateTable(
                name: "revenue_rollups",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    subject_kind = table.Column<string>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    currency = table.Column<string>(type: "TEXT", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    officer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false),
                    volume_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    fee_asset_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    spread_asset_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    decision_seconds = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_revenue_rollups", x => new { x.day, x.subject_kind, x.merchant_id, x.currency, x.asset, x.officer_id });
                });

            migrationBuilder.CreateTable(
                name: "roles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    normalized_name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    concurrency_stamp = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "spent_challenges",
                columns: table => new
                {
                    challenge_sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    spent_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_spent_challenges", x => x.challenge_sha256);
                });

            migrationBuilder.CreateTable(
                name: "sub_merchants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    channel = table.Column<string>(type: "TEXT", nullable: false),
                    country = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_currency = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    details = table.Column<string>(type: "TEXT", nullable: false),
                    mark = table.Column<string>(type: "TEXT", nullable: false),
                    account_number = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    decided_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    buy_limit_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    sell_limit_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    buy_used_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    sell_used_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    used_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sub_merchants", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "trade_countries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    abbreviation = table.Column<string>(type: "TEXT", nullable: false),
                    buy_open = table.Column<bool>(type: "INTEGER", nullable: false),
                    sell_open = table.Column<bool>(type: "INTEGER", nullable: false),
                    sort_order = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trade_countries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "trade_pairs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    country = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_currency = table.Column<string>(type: "TEXT", nullable: false),
                    token = table.Column<string>(type: "TEXT", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    is_open = table.Column<bool>(type: "INTEGER", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: false),
                    buy_spread_bps = table.Column<int>(type: "INTEGER", nullable: false),
                    sell_spread_bps = table.Column<int>(type: "INTEGER", nullable: false),
                    price_decimals = table.Column<int>(type: "INTEGER", nullable: false),
                    quantity_decimals = table.Column<int>(type: "INTEGER", nullable: false),
                    sort_order = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trade_pairs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "transfers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    proposal_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    deposit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    amount_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    from_address = table.Column<string>(type: "TEXT", nullable: false),
                    to_address = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    tx_hash = table.Column<string>(type: "TEXT", nullable: true),
                    block_depth = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    final_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    failure_reason = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transfers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "treasury_wallets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    network = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: false),
                    threshold = table.Column<int>(type: "INTEGER", nullable: false),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_treasury_wallets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "used_signatures",
                columns: table => new
                {
                    credential_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    signature = table.Column<string>(type: "TEXT", nullable: false),
                    timestamp_ms = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_signatures", x => new { x.credential_id, x.signature });
                });

            migrationBuilder.CreateTable(
                name: "user_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    fresh_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    address = table.Column<string>(type: "TEXT", nullable: true),
                    device = table.Column<string>(type: "TEXT", nullable: false),
                    method = table.Column<string>(type: "TEXT", nullable: false),
                    has_second_factor = table.Column<bool>(type: "INTEGER", nullable: false),
                    refresh_sha256 = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    display_name = table.Column<string>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    is_disabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    totp_secret = table.Column<string>(type: "TEXT", nullable: true),
                    totp_last_step = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    security_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    lockout_end = table.Column<long>(type: "INTEGER", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    access_failed_count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_attempts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    delivery_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    status_code = table.Column<int>(type: "INTEGER", nullable: true),
                    latency_ms = table.Column<long>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", nullable: false),
                    answer = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_attempts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    endpoint_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    event_type = table.Column<string>(type: "TEXT", nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    attempt_count = table.Column<int>(type: "INTEGER", nullable: false),
                    next_attempt_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at_utc = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_deliveries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_endpoints",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    url = table.Column<string>(type: "TEXT", nullable: false),
                    surface = table.Column<string>(type: "TEXT", nullable: false),
                    events = table.Column<string>(type: "TEXT", nullable: false),
                    protected_secret = table.Column<string>(type: "TEXT", nullable: true),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_from_environment = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_endpoints", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_postings",
                columns: table => new
                {
                    entry_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    line = table.Column<int>(type: "INTEGER", nullable: false),
                    account_key = table.Column<string>(type: "TEXT", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    signed_minor = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_postings", x => new { x.entry_id, x.line });
                    table.ForeignKey(
                        name: "fk_ledger_postings_ledger_entries_entry_id",
                        column: x => x.entry_id,
                        principalTable: "ledger_entries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "block_orders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    client_id = table.Column<string>(type: "TEXT", nullable: true),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sub_merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sub_merchant_number = table.Column<long>(type: "INTEGER", nullable: false),
                    sub_merchant_name = table.Column<string>(type: "TEXT", nullable: false),
                    country = table.Column<string>(type: "TEXT", nullable: false),
                    side = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_currency = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_scale = table.Column<int>(type: "INTEGER", nullable: false),
                    token = table.Column<string>(type: "TEXT", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    asset_scale = table.Column<int>(type: "INTEGER", nullable: false),
                    price = table.Column<string>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: false),
                    quantity_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    fiat_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    gross_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    spread_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    rounding_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    payment_config_id = table.Column<int>(type: "INTEGER", nullable: false),
                    payment_method_number = table.Column<long>(type: "INTEGER", nullable: false),
                    payee_name = table.Column<string>(type: "TEXT", nullable: false),
                    payee_fields = table.Column<string>(type: "TEXT", nullable: false),
                    time_frame_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    tracking_number = table.Column<string>(type: "TEXT", nullable: false),
                    remark = table.Column<string>(type: "TEXT", nullable: false),
                    document_count = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    approved_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    approved_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    expires_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    paid_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    updated_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_block_orders", x => x.id);
                    table.ForeignKey(
                        name: "fk_block_orders_merchants_merchant_id",
                        column: x => x.merchant_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "fiat_accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    currency = table.Column<string>(type: "TEXT", nullable: false),
                    iban = table.Column<string>(type: "TEXT", nullable: false),
                    bank_name = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fiat_accounts", x => x.id);
                    table.ForeignKey(
                        name: "fk_fiat_accounts_merchants_merchant_id",
                        column: x => x.merchant_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "otc_deposits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    method = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    settlement_state = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_currency = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_amount_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    fiat_scale = table.Column<int>(type: "INTEGER", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    requested_crypto_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    crypto_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    payment_reference = table.Column<string>(type: "TEXT", nullable: true),
                    transfer_date = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    sender_account_name = table.Column<string>(type: "TEXT", nullable: true),
                    sender_account_number_last4 = table.Column<string>(type: "TEXT", nullable: true),
                    sender_bank_name = table.Column<string>(type: "TEXT", nullable: true),
                    sender_bank_branch = table.Column<string>(type: "TEXT", nullable: true),
                    proof_file_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    proof_link = table.Column<string>(type: "TEXT", nullable: true),
                    proof_file_name = table.Column<string>(type: "TEXT", nullable: true),
                    proof_size_bytes = table.Column<long>(type: "INTEGER", nullable: true),
                    proof_sha256 = table.Column<string>(type: "TEXT", nullable: true),
                    proof_uploaded_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    pricing_profile_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    fx_quote_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    quote_expires_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    quote_version = table.Column<int>(type: "INTEGER", nullable: false),
                    reference_rate = table.Column<string>(type: "TEXT", nullable: true),
                    applied_rate = table.Column<string>(type: "TEXT", nullable: true),
                    spread_bps = table.Column<int>(type: "INTEGER", nullable: true),
                    fee_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    gross_asset_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    spread_asset_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    fee_asset_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    to_wallet_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    credited_to_address = table.Column<string>(type: "TEXT", nullable: true),
                    assignee_user_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    claimed_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    claim_expires_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    submitted_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    confirmed_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    confirmed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    rejected_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    rejected_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    rejection_reason = table.Column<string>(type: "TEXT", nullable: true),
                    internal_note = table.Column<string>(type: "TEXT", nullable: true),
                    credited_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    credited_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    proposal_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    transfer_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    credit_count = table.Column<int>(type: "INTEGER", nullable: false),
                    idempotency_key = table.Column<string>(type: "TEXT", nullable: true),
                    merchant_request_id = table.Column<string>(type: "TEXT", nullable: true),
                    checkout_request_id = table.Column<string>(type: "TEXT", nullable: true),
                    mpesa_receipt_number = table.Column<string>(type: "TEXT", nullable: true),
                    mpesa_phone_number = table.Column<string>(type: "TEXT", nullable: true),
                    created_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    push_state = table.Column<string>(type: "TEXT", nullable: true),
                    push_token = table.Column<string>(type: "TEXT", nullable: true),
                    push_asked_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    push_failure = table.Column<string>(type: "TEXT", nullable: true),
                    received_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    declared_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    difference_outcome = table.Column<string>(type: "TEXT", nullable: true),
                    difference_resolved_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    difference_resolved_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    decision_due_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    clock_paused_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    question = table.Column<string>(type: "TEXT", nullable: true),
                    asked_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    asked_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    answer = table.Column<string>(type: "TEXT", nullable: true),
                    answered_at_utc = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_otc_deposits", x => x.id);
                    table.ForeignKey(
                        name: "fk_otc_deposits_merchants_merchant_id",
                        column: x => x.merchant_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "otc_exchanges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    side = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    wallet_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    wallet_address = table.Column<string>(type: "TEXT", nullable: false),
                    source_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    reference_rate = table.Column<string>(type: "TEXT", nullable: false),
                    rate_source = table.Column<string>(type: "TEXT", nullable: false),
                    indicative_rate = table.Column<string>(type: "TEXT", nullable: false),
                    indicative_destination_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    quote_expires_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    confirm_count = table.Column<int>(type: "INTEGER", nullable: false),
                    travel_rule_payload = table.Column<string>(type: "TEXT", nullable: true),
                    confirmed_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    executed_rate = table.Column<string>(type: "TEXT", nullable: true),
                    executed_reference_rate = table.Column<string>(type: "TEXT", nullable: true),
                    executed_destination_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    executed_gross_minor = table.Column<long>(type: "INTEGER", nullable: true),
                    decided_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    decided_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    transfer_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    tx_hash = table.Column<string>(type: "TEXT", nullable: true),
                    block_depth = table.Column<int>(type: "INTEGER", nullable: false),
                    completed_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    created_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_otc_exchanges", x => x.id);
                    table.ForeignKey(
                        name: "fk_otc_exchanges_merchants_merchant_id",
                        column: x => x.merchant_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "otc_withdrawals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    method = table.Column<string>(type: "TEXT", nullable: false),
                    asset = table.Column<string>(type: "TEXT", nullable: false),
                    crypto_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    fiat_currency = table.Column<string>(type: "TEXT", nullable: false),
                    fiat_scale = table.Column<int>(type: "INTEGER", nullable: false),
                    fiat_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    gross_fiat_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    spread_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    fee_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    pricing_profile_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    fx_quote_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reference_rate = table.Column<string>(type: "TEXT", nullable: false),
                    applied_rate = table.Column<string>(type: "TEXT", nullable: false),
                    spread_bps = table.Column<int>(type: "INTEGER", nullable: false),
                    from_wallet_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    payout_bank_account = table.Column<string>(type: "TEXT", nullable: true),
                    payout_bank_name = table.Column<string>(type: "TEXT", nullable: true),
                    payout_phone_number = table.Column<string>(type: "TEXT", nullable: true),
                    assignee_user_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    claimed_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    claim_expires_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    approved_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    approved_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    rejected_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    rejected_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    rejection_reason = table.Column<string>(type: "TEXT", nullable: true),
                    executed_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    executed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    completed_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    completed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    payment_reference = table.Column<string>(type: "TEXT", nullable: true),
                    failed_at_utc = table.Column<long>(type: "INTEGER", nullable: true),
                    failure_reason = table.Column<string>(type: "TEXT", nullable: true),
                    internal_note = table.Column<string>(type: "TEXT", nullable: true),
                    idempotency_key = table.Column<string>(type: "TEXT", nullable: true),
                    created_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_otc_withdrawals", x => x.id);
                    table.ForeignKey(
                        name: "fk_otc_withdrawals_merchants_merchant_id",
                        column: x => x.merchant_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "wallets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    merchant_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    network = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    is_default = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_custodial = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wallets", x => x.id);
                    table.ForeignKey(
                        name: "fk_wallets_merchants_merchant_id",
                        column: x => x.merchant_id,
                        principalTable: "merchants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "multisig_signatures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    proposal_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    binding = table.Column<string>(type: "TEXT", nullable: false),
                    signed_at_utc = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_multisig_signatures", x => x.id);
                    table.ForeignKey(
                        name: "fk_multisig_signatures_multisig_proposals_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "multisig_proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "role_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    role_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    claim_type = table.Column<string>(type: "TEXT", nullable: true),
                    claim_value = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_claims", x => x.id);
                    table.ForeignKey(
                        name: "fk_role_claims_roles_role_id",
                        column: x => x.role_id,
                        principalTable: "roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "treasury_signers",
                columns: table => new
                {
                    treasury_wallet_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_treasury_signers", x => new { x.treasury_wallet_id, x.person_id });
                    table.ForeignKey(
                        name: "fk_treasury_signers_treasury_wallets_treasury_wallet_id",
                        column: x => x.treasury_wallet_id,
                        principalTable: "treasury_wallets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    claim_type = table.Column<string>(type: "TEXT", nullable: true),
                    claim_value = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_claims", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_claims_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_logins",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "TEXT", nullable: false),
                    provider_key = table.Column<string>(type: "TEXT", nullable: false),
                    provider_display_name = table.Column<string>(type: "TEXT", nullable: true),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_logins", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "fk_user_logins_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_passkeys",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "BLOB", maxLength: 1024, nullable: false),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    data = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_passkeys", x => x.credential_id);
                    table.ForeignKey(
                        name: "fk_user_passkeys_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_roles",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_roles", x => new { x.user_id, x.role_id });
                    table.ForeignKey(
                        name: "fk_user_roles_roles_role_id",
                        column: x => x.role_id,
                        principalTable: "roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_user_roles_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_tokens",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    login_provider = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_tokens", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "fk_user_tokens_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_address_bans_address",
                table: "address_bans",
                column: "address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_address_bans_until_utc",
                table: "address_bans",
                column: "until_utc");

            migrationBuilder.CreateIndex(
                name: "ix_api_credentials_key_id",
                table: "api_credentials",
                column: "key_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_credentials_merchant_id",
                table: "api_credentials",
                column: "merchant_id");

            migrationBuilder.CreateIndex(
                name: "ix_api_credentials_owner_user_id",
                table: "api_credentials",
                column: "owner_user_id");

            migrationBuilder.CreateIndex(
                name: "ix_approval_policies_policy_version",
                table: "approval_policies",
                column: "policy_version",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approval_requests_entity_id",
                table: "approval_requests",
                column: "entity_id");

            migrationBuilder.CreateIndex(
                name: "ix_approval_requests_status_created_at_utc",
                table: "approval_requests",
                columns: new[] { "status", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_log_action_id",
                table: "audit_log",
                columns: new[] { "action", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_log_actor_id_id",
                table: "audit_log",
                columns: new[] { "actor_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_log_entity_id_id",
                table: "audit_log",
                columns: new[] { "entity_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_seals_audit_id",
                table: "audit_seals",
                column: "audit_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bank_statement_lines_currency_reference",
                table: "bank_statement_lines",
                columns: new[] { "currency", "reference" });

            migrationBuilder.CreateIndex(
                name: "ix_bank_statement_lines_deposit_id",
                table: "bank_statement_lines",
                column: "deposit_id");

            migrationBuilder.CreateIndex(
                name: "ix_block_documents_order_id",
                table: "block_documents",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "ix_block_orders_merchant_id_client_id",
                table: "block_orders",
                columns: new[] { "merchant_id", "client_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_block_orders_merchant_id_created_at_utc_id",
                table: "block_orders",
                columns: new[] { "merchant_id", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_block_orders_number",
                table: "block_orders",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_block_orders_status_created_at_utc_id",
                table: "block_orders",
                columns: new[] { "status", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_block_orders_status_expires_at_utc",
                table: "block_orders",
                columns: new[] { "status", "expires_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_custody_receipts_merchant_id_credited_at_utc",
                table: "custody_receipts",
                columns: new[] { "merchant_id", "credited_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_custody_receipts_network_tx_hash_address_asset",
                table: "custody_receipts",
                columns: new[] { "network", "tx_hash", "address", "asset" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_customer_spreads_merchant_id_pair_id",
                table: "customer_spreads",
                columns: new[] { "merchant_id", "pair_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_exports_status_created_at_utc",
                table: "exports",
                columns: new[] { "status", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_fiat_accounts_merchant_id",
                table: "fiat_accounts",
                column: "merchant_id");

            migrationBuilder.CreateIndex(
                name: "ix_fiat_currencies_iso_code",
                table: "fiat_currencies",
                column: "iso_code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_fx_rate_quotes_flow_type_otc_type_asset_fiat_currency_created_at_utc",
                table: "fx_rate_quotes",
                columns: new[] { "flow_type", "otc_type", "asset", "fiat_currency", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_job_id",
                table: "job_runs",
                columns: new[] { "job", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_accounts_owner_id",
                table: "ledger_accounts",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_at_utc",
                table: "ledger_entries",
                column: "at_utc");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_subject_id_unique_key",
                table: "ledger_entries",
                columns: new[] { "subject_id", "unique_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_postings_account_key",
                table: "ledger_postings",
                column: "account_key");

            migrationBuilder.CreateIndex(
                name: "ix_merchant_transfers_merchant_id_created_at_utc_id",
                table: "merchant_transfers",
                columns: new[] { "merchant_id", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_merchant_transfers_number",
                table: "merchant_transfers",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_merchant_transfers_order_id",
                table: "merchant_transfers",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "ix_merchants_name",
                table: "merchants",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_merchants_parent_id",
                table: "merchants",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_mobile_callbacks_at_utc",
                table: "mobile_callbacks",
                column: "at_utc");

            migrationBuilder.CreateIndex(
                name: "ix_mobile_callbacks_checkout_request_id",
                table: "mobile_callbacks",
                column: "checkout_request_id");

            migrationBuilder.CreateIndex(
                name: "ix_multisig_proposals_deposit_id",
                table: "multisig_proposals",
                column: "deposit_id");

            migrationBuilder.CreateIndex(
                name: "ix_multisig_proposals_number",
                table: "multisig_proposals",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_multisig_proposals_status_created_at_utc_id",
                table: "multisig_proposals",
                columns: new[] { "status", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_multisig_signatures_proposal_id_person_id",
                table: "multisig_signatures",
                columns: new[] { "proposal_id", "person_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_one_time_links_secret_sha256",
                table: "one_time_links",
                column: "secret_sha256",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_one_time_links_user_id",
                table: "one_time_links",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposit_proofs_deposit_id_proof_version",
                table: "otc_deposit_proofs",
                columns: new[] { "deposit_id", "proof_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposit_proofs_sha256",
                table: "otc_deposit_proofs",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposit_quotes_fx_quote_id",
                table: "otc_deposit_quotes",
                column: "fx_quote_id");

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_assignee_user_id_status",
                table: "otc_deposits",
                columns: new[] { "assignee_user_id", "status" },
                filter: "assignee_user_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_checkout_request_id",
                table: "otc_deposits",
                column: "checkout_request_id",
                unique: true,
                filter: "checkout_request_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_created_at_utc_id",
                table: "otc_deposits",
                columns: new[] { "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_merchant_id_created_at_utc_id",
                table: "otc_deposits",
                columns: new[] { "merchant_id", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_number",
                table: "otc_deposits",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_payment_reference",
                table: "otc_deposits",
                column: "payment_reference");

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_proof_sha256",
                table: "otc_deposits",
                column: "proof_sha256");

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_push_state",
                table: "otc_deposits",
                column: "push_state",
                filter: "push_state IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_push_token",
                table: "otc_deposits",
                column: "push_token",
                unique: true,
                filter: "push_token IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_otc_deposits_status_created_at_utc_id",
                table: "otc_deposits",
                columns: new[] { "status", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_otc_exchanges_created_at_utc_id",
                table: "otc_exchanges",
                columns: new[] { "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_otc_exchanges_merchant_id_created_at_utc_id",
                table: "otc_exchanges",
                columns: new[] { "merchant_id", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_otc_exchanges_number",
                table: "otc_exchanges",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_otc_exchanges_status_quote_expires_at_utc",
                table: "otc_exchanges",
                columns: new[] { "status", "quote_expires_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_otc_exchanges_transfer_id",
                table: "otc_exchanges",
                column: "transfer_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_otc_withdrawals_created_at_utc_id",
                table: "otc_withdrawals",
                columns: new[] { "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_otc_withdrawals_merchant_id_created_at_utc_id",
                table: "otc_withdrawals",
                columns: new[] { "merchant_id", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_otc_withdrawals_number",
                table: "otc_withdrawals",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_otc_withdrawals_status_created_at_utc_id",
                table: "otc_withdrawals",
                columns: new[] { "status", "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_message_id",
                table: "outbox_messages",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payment_methods_merchant_id_sub_merchant_id_number",
                table: "payment_methods",
                columns: new[] { "merchant_id", "sub_merchant_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_payment_methods_number",
                table: "payment_methods",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payment_methods_status_created_at_utc",
                table: "payment_methods",
                columns: new[] { "status", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_policy_decisions_actor_id_merchant_id_effect_at_utc",
                table: "policy_decisions",
                columns: new[] { "actor_id", "merchant_id", "effect_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_policy_decisions_approval_id",
                table: "policy_decisions",
                column: "approval_id",
                filter: "approval_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_policy_decisions_at_utc",
                table: "policy_decisions",
                column: "at_utc");

            migrationBuilder.CreateIndex(
                name: "ix_pricing_profiles_flow_type_otc_type_asset_fiat_currency",
                table: "pricing_profiles",
                columns: new[] { "flow_type", "otc_type", "asset", "fiat_currency" });

            migrationBuilder.CreateIndex(
                name: "ix_recovery_codes_user_id_code_sha256",
                table: "recovery_codes",
                columns: new[] { "user_id", "code_sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_role_claims_role_id",
                table: "role_claims",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "role_name_index",
                table: "roles",
                column: "normalized_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sub_merchants_email",
                table: "sub_merchants",
                column: "email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sub_merchants_merchant_id",
                table: "sub_merchants",
                column: "merchant_id");

            migrationBuilder.CreateIndex(
                name: "ix_sub_merchants_name",
                table: "sub_merchants",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sub_merchants_number",
                table: "sub_merchants",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sub_merchants_status_created_at_utc",
                table: "sub_merchants",
                columns: new[] { "status", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_trade_countries_name",
                table: "trade_countries",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_trade_pairs_country_fiat_currency_token",
                table: "trade_pairs",
                columns: new[] { "country", "fiat_currency", "token" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_transfers_deposit_id",
                table: "transfers",
                column: "deposit_id");

            migrationBuilder.CreateIndex(
                name: "ix_transfers_proposal_id",
                table: "transfers",
                column: "proposal_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_transfers_status",
                table: "transfers",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "ix_transfers_tx_hash",
                table: "transfers",
                column: "tx_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_treasury_wallets_network_address",
                table: "treasury_wallets",
                columns: new[] { "network", "address" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_used_signatures_timestamp_ms",
                table: "used_signatures",
                column: "timestamp_ms");

            migrationBuilder.CreateIndex(
                name: "ix_user_claims_user_id",
                table: "user_claims",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_logins_user_id",
                table: "user_logins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_passkeys_user_id",
                table: "user_passkeys",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_roles_role_id",
                table: "user_roles",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_user_id_ended_at_utc",
                table: "user_sessions",
                columns: new[] { "user_id", "ended_at_utc" });

            migrationBuilder.CreateIndex(
                name: "email_index",
                table: "users",
                column: "normalized_email");

            migrationBuilder.CreateIndex(
                name: "ix_users_merchant_id",
                table: "users",
                column: "merchant_id");

            migrationBuilder.CreateIndex(
                name: "user_name_index",
                table: "users",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_wallets_merchant_id_network_address",
                table: "wallets",
                columns: new[] { "merchant_id", "network", "address" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_webhook_attempts_delivery_id_number",
                table: "webhook_attempts",
                columns: new[] { "delivery_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_created_at_utc_id",
                table: "webhook_deliveries",
                columns: new[] { "created_at_utc", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_endpoint_id_next_attempt_at_utc",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "next_attempt_at_utc" },
                filter: "state = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_message_id_endpoint_id",
                table: "webhook_deliveries",
                columns: new[] { "message_id", "endpoint_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_subject_id_created_at_utc",
                table: "webhook_deliveries",
                columns: new[] { "subject_id", "created_at_utc" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_endpoints_merchant_id",
                table: "webhook_endpoints",
                column: "merchant_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "address_bans");

            migrationBuilder.DropTable(
                name: "api_credentials");

            migrationBuilder.DropTable(
                name: "approval_policies");

            migrationBuilder.DropTable(
                name: "approval_requests");

            migrationBuilder.DropTable(
                name: "approval_votes");

            migrationBuilder.DropTable(
                name: "audit_checkpoints");

            migrationBuilder.DropTable(
                name: "audit_log");

            migrationBuilder.DropTable(
                name: "audit_seals");

            migrationBuilder.DropTable(
                name: "bank_statement_lines");

            migrationBuilder.DropTable(
                name: "block_documents");

            migrationBuilder.DropTable(
                name: "block_orders");

            migrationBuilder.DropTable(
                name: "chain_scans");

            migrationBuilder.DropTable(
                name: "closed_periods");

            migrationBuilder.DropTable(
                name: "custody_receipts");

            migrationBuilder.DropTable(
                name: "customer_spreads");

            migrationBuilder.DropTable(
                name: "desk_settings");

            migrationBuilder.DropTable(
                name: "exports");

            migrationBuilder.DropTable(
                name: "fiat_accounts");

            migrationBuilder.DropTable(
                name: "fiat_currencies");

            migrationBuilder.DropTable(
                name: "fx_rate_quotes");

            migrationBuilder.DropTable(
                name: "idempotency_records");

            migrationBuilder.DropTable(
                name: "job_runs");

            migrationBuilder.DropTable(
                name: "ledger_accounts");

            migrationBuilder.DropTable(
                name: "ledger_health");

            migrationBuilder.DropTable(
                name: "ledger_postings");

            migrationBuilder.DropTable(
                name: "liquidity_snapshots");

            migrationBuilder.DropTable(
                name: "merchant_transfers");

            migrationBuilder.DropTable(
                name: "mobile_callbacks");

            migrationBuilder.DropTable(
                name: "multisig_signatures");

            migrationBuilder.DropTable(
                name: "number_sequences");

            migrationBuilder.DropTable(
                name: "one_time_links");

            migrationBuilder.DropTable(
                name: "otc_deposit_proof_texts");

            migrationBuilder.DropTable(
                name: "otc_deposit_proofs");

            migrationBuilder.DropTable(
                name: "otc_deposit_quotes");

            migrationBuilder.DropTable(
                name: "otc_deposit_ticks");

            migrationBuilder.DropTable(
                name: "otc_deposits");

            migrationBuilder.DropTable(
                name: "otc_exchanges");

            migrationBuilder.DropTable(
                name: "otc_withdrawals");

            migrationBuilder.DropTable(
                name: "outbox_messages");

            migrationBuilder.DropTable(
                name: "payment_methods");

            migrationBuilder.DropTable(
                name: "policy_decisions");

            migrationBuilder.DropTable(
                name: "pricing_profiles");

            migrationBuilder.DropTable(
                name: "queue_counters");

            migrationBuilder.DropTable(
                name: "rate_guards");

            migrationBuilder.DropTable(
                name: "recovery_codes");

            migrationBuilder.DropTable(
                name: "reference_rates");

            migrationBuilder.DropTable(
                name: "revenue_rollups");

            migrationBuilder.DropTable(
                name: "role_claims");

            migrationBuilder.DropTable(
                name: "spent_challenges");

            migrationBuilder.DropTable(
                name: "sub_merchants");

            migrationBuilder.DropTable(
                name: "trade_countries");

            migrationBuilder.DropTable(
                name: "trade_pairs");

            migrationBuilder.DropTable(
                name: "transfers");

            migrationBuilder.DropTable(
                name: "treasury_signers");

            migrationBuilder.DropTable(
                name: "used_signatures");

            migrationBuilder.DropTable(
                name: "user_claims");

            migrationBuilder.DropTable(
                name: "user_logins");

            migrationBuilder.DropTable(
                name: "user_passkeys");

            migrationBuilder.DropTable(
                name: "user_roles");

            migrationBuilder.DropTable(
                name: "user_sessions");

            migrationBuilder.DropTable(
                name: "user_tokens");

            migrationBuilder.DropTable(
                name: "wallets");

            migrationBuilder.DropTable(
                name: "webhook_attempts");

            migrationBuilder.DropTable(
                name: "webhook_deliveries");

            migrationBuilder.DropTable(
                name: "webhook_endpoints");

            migrationBuilder.DropTable(
                name: "ledger_entries");

            migrationBuilder.DropTable(
                name: "multisig_proposals");

            migrationBuilder.DropTable(
                name: "treasury_wallets");

            migrationBuilder.DropTable(
                name: "roles");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "merchants");
        }
    }
}
