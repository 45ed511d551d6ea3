package dev.theseus.jdbc.capture;

import dev.theseus.jdbc.postgres.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the functions and triggers that note a table's changes. The SQL in the functions is static, so that its plan
 * is cached, and every name is qualified. They run with the rights of who installed them: a client needs none on our
 * schema.
 *
 * @param key what is noted, and the table
 * @param form how the triggers fire
 * @param triggers what their names begin with
 */
record CaptureScript(NotedKey key, Form form, String triggers) {

    /**
     * A session of the relay brings over what was noted on the other side: noting it here would send it round. Asked
     * here and not in the trigger's WHEN, which the server parses anew for every statement that writes to the table.
     */
    private static final String UNLESS_RELAY =
            "IF current_setting('theseus.relay', true) = 'on' THEN\n    RETURN NULL;\n  END IF;\n  ";

    private static final String NOTE = "INSERT INTO theseus.change_log (table_no, key) ";

    /** How triggers fire. */
    enum Form {
        /** Once for each statement, with all its rows: cheapest. */
        STATEMENT,
        /** Once for each row: also sees direct writes to partitions, and a subscription's apply workers. */
        ROW
    }

    /** What is noted, each by a trigger and a function of its own. */
    enum Event {
        INSERT("NEW TABLE AS new_rows"),
        UPDATE("OLD TABLE AS old_rows NEW TABLE AS new_rows"),
        DELETE("OLD TABLE AS old_rows"),
        TRUNCATE("");

        private final String transition;

        Event(String transition) {
            this.transition = transition;
        }

        String suffix() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static List<String> triggerNames(String beginning) {
        return Arrays.stream(Event.values()).map(e -> beginning + e.suffix()).toList();
    }

    /** Within our schema. */
    static List<String> functionNames(CaptureRole role) {
        return Arrays.stream(Event.values())
                .map(e -> role.functions() + e.suffix())
                .toList();
    }

    private static String functionName(CaptureRole role, Event event) {
        return "theseus." + role.functions() + event.suffix();
    }

    /** Drops all functions; the triggers must be gone. */
    static List<String> dropFunctions(CaptureRole role) {
        return functionNames(role).stream()
                .map(name -> "DROP FUNCTION IF EXISTS theseus." + name + "()")
                .toList();
    }

    List<String> createFunctions() {
        return Arrays.stream(Event.values()).map(this::createFunction).toList();
    }

    private String createFunction(Event event) {
        return """
                CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
                SET search_path = pg_catalog, pg_temp %s
                AS '%s'""".formatted(
                        functionName(key.role(), event),
                        String.join(" ", key.settings()),
                        body(event).replace("'", "''"));
    }

    private String body(Event event) {
        String note = event == Event.TRUNCATE
                ? NOTE + "VALUES (" + key.role().number() + ", NULL);"
                : switch (form) {
                    case STATEMENT -> noteRows(event);
                    case ROW -> noteRow(event);
                };
        return "BEGIN\n  " + UNLESS_RELAY + note + "\n  RETURN NULL;\nEND";
    }

    /**
     * UNION, not a comparison of both sets by NOT EXISTS: the plan is cached with the first statement's row counts, and
     * only UNION stays linear when a later statement changes a million rows.
     */
    private String noteRows(Event event) {
        return switch (event) {
            case INSERT ->
                NOTE + "SELECT " + key.role().number() + ", " + key.text("n") + " " + key.from("new_rows", "n") + ";";
            case DELETE ->
                NOTE + "SELECT " + key.role().number() + ", " + key.text("o") + " " + key.from("old_rows", "o") + ";";
            case UPDATE ->
                NOTE + "SELECT " + key.role().number() + ", c.k FROM (SELECT " + key.text("o") + " "
                        + key.from("old_rows", "o") + " UNION SELECT " + key.text("n") + " "
                        + key.from("new_rows", "n") + ") c(k);";
            case TRUNCATE -> throw new IllegalArgumentException("TRUNCATE has no rows");
        };
    }

    private String noteRow(Event event) {
        return switch (event) {
            case INSERT -> noteIfKnown("NEW");
            case DELETE -> noteIfKnown("OLD");
            case UPDATE ->
                noteIfKnown("NEW") + "\n  IF " + key.text("OLD") + " IS DISTINCT FROM " + key.text("NEW")
                        + " THEN\n    " + noteIfKnown("OLD") + "\n  END IF;";
            case TRUNCATE -> throw new IllegalArgumentException("TRUNCATE has no rows");
        };
    }

    private String noteIfKnown(String row) {
        return key.completes(row)
                .map(known -> "IF " + known + " THEN\n    " + note(row) + "\n  END IF;")
                .orElseGet(() -> note(row));
    }

    private String note(String row) {
        return NOTE + "VALUES (" + key.role().number() + ", " + key.text(row) + ");";
    }

    /** The triggers of the table itself; those of rows appear on its partitions by themselves. */
    List<String> createTriggers() {
        List<String> statements = new ArrayList<>();
        for (Event event : Event.values()) {
            statements.add(
                    event == Event.TRUNCATE
                            ? createTruncateTrigger(key.relation().quoted())
                            : createTrigger(event));
        }
        return statements;
    }

    private String createTrigger(Event event) {
        String firing = switch (form) {
            case STATEMENT -> "REFERENCING " + event.transition + " FOR EACH STATEMENT";
            case ROW -> "FOR EACH ROW";
        };
        return "CREATE TRIGGER %s AFTER %s ON %s %s EXECUTE FUNCTION %s()"
                .formatted(
                        triggers + event.suffix(),
                        event.name(),
                        key.relation().quoted(),
                        firing,
                        functionName(key.role(), event));
    }

    /** Each partition needs its own: a TRUNCATE of a partition does not fire its parent's triggers. */
    String createTruncateTrigger(String quotedRelation) {
        return "CREATE TRIGGER %s AFTER TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s()"
                .formatted(
                        triggers + Event.TRUNCATE.suffix(), quotedRelation, functionName(key.role(), Event.TRUNCATE));
    }

    /** Makes the triggers fire in every session, also where session_replication_role is replica. */
    String enable(String quotedRelation) {
        return "ALTER TABLE " + quotedRelation + " "
                + String.join(
                        ", ",
                        triggerNames(triggers).stream()
                                .map(t -> "ENABLE ALWAYS TRIGGER " + Sql.quoted(t))
                                .toList());
    }
}
