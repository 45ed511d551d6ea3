package dev.theseus.jdbc.capture;

import dev.theseus.jdbc.postgres.PgRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes what clients need in order to note what they change themselves.
 *
 * @param relation the table
 * @param number of the table in the plan
 */
record ClientScript(PgRelation relation, int number) {

    /**
     * Clients may add to the log and read nothing of ours but which tables are captured. The view leaves out the log's
     * own columns; a client needs no right on the log itself, but one on its sequence.
     */
    static final String COMMON = """
            CREATE TABLE IF NOT EXISTS theseus.client_table (
              table_no int PRIMARY KEY,
              schema_name text NOT NULL,
              table_name text NOT NULL,
              key text[] NOT NULL
            );
            CREATE TABLE IF NOT EXISTS theseus.reread (
              table_no int NOT NULL,
              reason text NOT NULL,
              entries bigint NOT NULL,
              xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
              at timestamptz NOT NULL DEFAULT clock_timestamp()
            );
            COMMENT ON TABLE theseus.reread IS 'tables of which every key was noted, because a statement did not tell which rows it changed';
            CREATE OR REPLACE VIEW theseus.noted_key AS
              SELECT table_no AS theseus_table_no, key AS theseus_noted_key FROM theseus.change_log;
            GRANT USAGE ON SCHEMA theseus TO PUBLIC;
            GRANT INSERT ON theseus.noted_key TO PUBLIC;
            GRANT SELECT ON theseus.client_table TO PUBLIC;
            GRANT USAGE ON SEQUENCE theseus.change_log_id_seq TO PUBLIC;
            """;

    static final String NO_MORE = """
            DROP VIEW IF EXISTS theseus.noted_key;
            DROP TABLE IF EXISTS theseus.client_table;
            REVOKE USAGE ON SEQUENCE theseus.change_log_id_seq FROM PUBLIC;
            REVOKE USAGE ON SCHEMA theseus FROM PUBLIC""";

    static List<String> names(int number) {
        return List.of("key_" + number, "mark_" + number);
    }

    static List<String> dropFunctions(int number) {
        return names(number).stream()
                .map(name -> "DROP FUNCTION IF EXISTS theseus." + name)
                .toList();
    }

    List<String> createFunctions() {
        Set<String> settings = KeyForm.settings(relation.key());
        List<String> statements = new ArrayList<>();
        if (!settings.isEmpty()) {
            statements.add(keyFunction(settings));
        }
        statements.add(markFunction(settings));
        return statements;
    }

    /** Without these settings a key's text would depend on the session that writes. */
    private String keyFunction(Set<String> settings) {
        String name = "key_" + number;
        String parameters = relation.key().stream()
                .map(column -> column.quoted() + " " + column.type())
                .collect(Collectors.joining(", "));
        return """
                CREATE FUNCTION theseus.%s(%s) RETURNS text[] LANGUAGE sql STABLE
                SET search_path = pg_catalog, pg_temp %s
                AS '%s'""".formatted(
                name, parameters, String.join(" ", settings), ("SELECT " + relation.keyText(name)).replace("'", "''"));
    }

    /** Notes every key, and that keys may be gone. Draws the transaction's number before the log's. */
    private String markFunction(Set<String> settings) {
        String body = """
                DECLARE noted bigint;
                BEGIN
                  PERFORM pg_current_xact_id();
                  INSERT INTO theseus.change_log (table_no, key) SELECT %1$d, %2$s FROM %3$s t;
                  GET DIAGNOSTICS noted = ROW_COUNT;
                  INSERT INTO theseus.change_log (table_no, key) VALUES (%1$d, NULL);
                  INSERT INTO theseus.reread (table_no, reason, entries) VALUES (%1$d, why, noted);
                END""".formatted(number, relation.keyText("t"), relation.quoted());
        return """
                CREATE FUNCTION theseus.mark_%d(why text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
                SET search_path = pg_catalog, pg_temp %s
                AS '%s'""".formatted(number, String.join(" ", settings), body.replace("'", "''"));
    }
}
