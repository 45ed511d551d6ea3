package dev.theseus.jdbc.capture;

import dev.theseus.jdbc.postgres.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes the functions and triggers that note a table's changes. The SQL in the functions is static, so that its plan
 * is cached. They run with the rights of who installed them: a client needs none on our schema. So every name, operator
 * and type in them is qualified, and whoever writes can't slip in one of his own by his search path; to set a path
 * would cost each statement a tenth of what capture costs it.
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
            "IF pg_catalog.current_setting('theseus.relay', true) OPERATOR(pg_catalog.=) 'on' THEN\n    RETURN NULL;\n  END IF;\n  ";

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
        UPDATE("NEW TABLE AS new_rows"),
        /** An UPDATE has given a row another key: the former one. Rare, so that no statement pays for both. */
        KEY(""),
        DELETE("OLD TABLE AS old_rows"),
        TRUNCATE("");

        private final String transition;

        Event(String transition) {
            this.transition = transition;
        }

        String suffix() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Those that have a trigger. */
        static List<Event> of(Form form) {
            return Arrays.stream(values())
                    .filter(event -> form == Form.STATEMENT || event != KEY)
                    .toList();
        }
    }

    private List<String> triggerNames() {
        return Event.of(form).stream().map(e -> triggers + e.suffix()).toList();
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
        return Event.of(form).stream().map(this::createFunction).toList();
    }

    private String createFunction(Event event) {
        return """
                CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER %s
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

    private String noteRows(Event event) {
        return switch (event) {
            case INSERT, UPDATE -> noteAll("new_rows", "n");
            case DELETE -> noteAll("old_rows", "o");
            case KEY -> noteIfKnown("OLD");
            case TRUNCATE -> throw new IllegalArgumentException("TRUNCATE has no rows");
        };
    }

    private String noteAll(String rows, String alias) {
        return NOTE + "SELECT " + key.role().number() + ", " + key.text(alias) + " " + key.from(rows, alias) + ";";
    }

    private String noteRow(Event event) {
        return switch (event) {
            case INSERT -> noteIfKnown("NEW");
            case DELETE -> noteIfKnown("OLD");
            case UPDATE ->
                noteIfKnown("NEW") + "\n  IF " + key.text("OLD") + " OPERATOR(pg_catalog.<>) " + key.text("NEW")
                        + " THEN\n    " + noteIfKnown("OLD") + "\n  END IF;";
            case KEY -> throw new IllegalArgumentException("Noted with the row's other changes");
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
        for (Event event : Event.of(form)) {
            statements.add(
                    event == Event.TRUNCATE
                            ? createTruncateTrigger(key.relation().quoted())
                            : createTrigger(event));
        }
        return statements;
    }

    private String createTrigger(Event event) {
        String firing = switch (form) {
            case STATEMENT ->
                event == Event.KEY
                        ? "FOR EACH ROW WHEN (" + key.changes("OLD", "NEW") + ")"
                        : "REFERENCING " + event.transition + " FOR EACH STATEMENT";
            case ROW -> "FOR EACH ROW";
        };
        return "CREATE TRIGGER %s AFTER %s ON %s %s EXECUTE FUNCTION %s()"
                .formatted(
                        triggers + event.suffix(),
                        event == Event.KEY ? Event.UPDATE : event,
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
                        triggerNames().stream()
                                .map(t -> "ENABLE ALWAYS TRIGGER " + Sql.quoted(t))
                                .toList());
    }
}
