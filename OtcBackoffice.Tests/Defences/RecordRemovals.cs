namespace OtcBackoffice.Tests.Defences;

/// <summary>What is kept and what runs it: records, secrets, logs, restores, jobs, faults, settings.</summary>
internal static class RecordRemovals
{
    private const string Seals = "OtcBackoffice/Desks/Audit/AuditDesk.Seal.cs", Settings = "OtcBackoffice/Hosting/HostSettings.cs";

    public static readonly Removal[] All =
    [
        new("A47", "the hash of an uploaded file in the record", "OtcBackoffice/Desks/BlockTrades/BlockTradeDesk.Documents.cs",
            "new { row.FileId, row.Sha256 }) }, token);", "new { row.FileId }) }, token);",
            "MarketSwitchTests.The_desk_shows_what_was_uploaded_and_writes_down_who_looked"),
        new("A50", "the triggers that keep the audit record as it was written", "OtcBackoffice/Data/Migrations/AppendOnly.cs",
            "\"audit_log\", ", "",
            "AppendOnlyTests.The_database_itself_refuses_to_change_or_delete_what_was_written"),
        new("A50", "the look at each row's hash", Seals,
            "if (pair.Row is null || AuditChain.Hash(previous, pair.Row) != pair.Seal.Hash)", "if (pair.Row is null)",
            "AppendOnlyTests.An_altered_audit_row_is_found_and_named"),
        new("A50", "the look at the heads that were kept outside the database", Seals,
            "return kept is not null && kept.Hash != seal.Hash", "return kept is not null && kept.Hash.Length == 0",
            "AuditExportTests.A_chain_that_was_rewritten_in_the_database_is_no_longer_what_was_signed"),
        new("A51", "the level at which the framework writes down addresses", "appsettings.json",
            "\"Microsoft\": \"Warning\"", "\"Microsoft\": \"Information\"",
            "EdgeTests.No_secret_reaches_the_log"),
        new("A52", "the encryption of signing secrets", "OtcBackoffice/Desks/Credentials/CredentialMint.cs",
            "protection.CreateProtector(ApiCredential.SecretPurpose).Protect(secret)", "secret",
            "CredentialTests.A_signing_secret_lies_encrypted_and_no_other_secret_lies_anywhere"),
        new("A52", "the encryption of the key ring", "OtcBackoffice/Hosting/KeyRing.cs",
            "options => options.XmlEncryptor = new PassphraseEncryptor(provider.GetRequiredService<RingPassphrase>())", "options => provider.GetRequiredService<RingPassphrase>()",
            "EdgeTests.A_ring_under_a_passphrase_holds_no_plain_key_and_is_read_again_after_a_restart"),
        new("A53", "the end of every session after a restore", "OtcBackoffice/Desks/People/PeopleDesk.Console.cs",
            "work.Session.Queue(\"UPDATE user_sessions SET ended_at_utc = @p0 WHERE ended_at_utc IS NULL\", work.Now);", "",
            "CommandVerbsTests.What_a_backup_held_open_does_not_come_alive_with_it"),
        new("A54", "the permission to start a job", "OtcBackoffice/Desks/Jobs/JobDesk.cs",
            "new DeskCommand(Permission.JobRun)", "new DeskCommand(null)",
            "PermissionTests.A_job_is_started_by_those_who_may_and_by_nobody_else"),
        new("A55", "the refusal of what no rule of the policy names", "OtcBackoffice.Domain/Approvals/ApprovalPolicy.cs",
            "Operations = [], Outcome = DecisionKind.Deny };", "Operations = [], Outcome = DecisionKind.Allow };",
            "DefaultPolicyTests.An_empty_policy_refuses_everything"),
        new("A55", "the standstill of money when the books do not balance", "OtcBackoffice/Desks/Pipeline/DeskWork.cs",
            "if (_entries.Count > 0 && await", "if (_entries.Count > 999 && await",
            "AppendOnlyTests.A_wrong_balance_halts_money_until_the_books_agree_again"),
        new("A58", "the header that keeps browsers on TLS", "OtcBackoffice/Hosting/SecurityHeaders.cs",
            "OnStarting(settings.IsSecureOnly ? ApplySecure : Apply,", "OnStarting(settings.IsSecureOnly ? Apply : Apply,",
            "EdgeTests.Cookies_outside_development_are_bound_to_the_host_and_to_tls"),
        new("A59", "the refusal of the demo desk in Production", Settings,
            "if (demo && environment.IsProduction())", "if (demo && false)",
            "EdgeTests.Production_names_everything_that_is_weak_at_once"),
        new("A59", "the token of the first administrator that works once", "OtcBackoffice/Desks/People/PersonWrites.cs",
            "link is null || link.UsedAtUtc is not null ||", "link is null ||",
            "PeopleTests.The_first_administrator_is_made_with_a_token_that_works_once", "PeopleTests.An_invitation_works_once_for_three_days_and_only_its_hash_is_kept"),
        new("A60", "the word for a database that is busy", "OtcBackoffice/Data/Writing/Outages.cs",
            "SqliteOutages = [5, 6, 8, 10, 13, 14];", "SqliteOutages = [8, 10, 13, 14];",
            "FaultTests.A_database_that_cannot_answer_is_unavailable_for_a_moment"),
        new("A60", "the savepoint that keeps commands of one batch apart", "OtcBackoffice/Data/Writing/SqliteWriteLane.cs",
            "writer.Execute(keep ? \"RELEASE command\" : \"ROLLBACK TO command\");\n            if (!keep)", "writer.Execute(\"RELEASE command\");\n            if (keep && !keep)",
            "WriteLaneTests.A_command_that_fails_in_a_batch_takes_nobody_with_it"),
    ];
}
