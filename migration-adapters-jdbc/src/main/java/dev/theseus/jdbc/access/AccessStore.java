package dev.theseus.jdbc.access;

import dev.theseus.domain.access.Accounts;
import dev.theseus.domain.access.ApprovalRequests;
import dev.theseus.domain.access.KeptAnswers;
import javax.sql.DataSource;

/**
 * What the server keeps in the control database besides events. Safe for several threads.
 *
 * @param accounts of those who sign in by a password
 * @param requests that wait for a second person
 * @param answers to requests that may be repeated
 */
public record AccessStore(Accounts accounts, ApprovalRequests requests, KeptAnswers answers) {

    /** @param database the control database, with connections that don't commit by themselves */
    public static AccessStore of(DataSource database) {
        ControlSql sql = new ControlSql(database);
        return new AccessStore(new PgAccounts(sql), new PgApprovalRequests(sql), new PgKeptAnswers(sql));
    }

    /** The tables that must stand before; may be run again and again. */
    public static String ddl() {
        return """
                CREATE SCHEMA IF NOT EXISTS theseus_control;
                CREATE TABLE IF NOT EXISTS theseus_control.account (
                    name text PRIMARY KEY,
                    password_hash text NOT NULL,
                    roles text[] NOT NULL
                );
                CREATE TABLE IF NOT EXISTS theseus_control.approval_request (
                    id text PRIMARY KEY,
                    migration text NOT NULL,
                    command text NOT NULL,
                    body text NOT NULL,
                    asked_by text NOT NULL,
                    reason text NOT NULL,
                    asked_at timestamptz NOT NULL,
                    UNIQUE (migration, command)
                );
                CREATE TABLE IF NOT EXISTS theseus_control.kept_answer (
                    actor text NOT NULL,
                    key text NOT NULL,
                    fingerprint text NOT NULL,
                    claimed_at timestamptz NOT NULL,
                    status integer,
                    body text,
                    PRIMARY KEY (actor, key)
                );
                CREATE INDEX IF NOT EXISTS kept_answer_by_time ON theseus_control.kept_answer (claimed_at);
                """;
    }
}
