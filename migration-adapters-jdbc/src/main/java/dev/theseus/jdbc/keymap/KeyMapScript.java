package dev.theseus.jdbc.keymap;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.keymap.KeyMap.Given;
import dev.theseus.jdbc.postgres.Sql;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the table of a key map on one side, and the triggers that add to it.
 *
 * @param oldType of the key in old
 * @param newType of the key in new
 */
record KeyMapScript(KeyMap map, Side side, String oldType, String newType) {

    static final String FILLED = """
            CREATE SCHEMA IF NOT EXISTS theseus_map;
            CREATE TABLE IF NOT EXISTS theseus_map."filled map" (
              name text PRIMARY KEY, last_id text, complete boolean NOT NULL DEFAULT false)""";

    private String relation() {
        return Sql.quoted(map.table());
    }

    private String sequence() {
        return KeyMap.SCHEMA + "." + Sql.quoted(map.name() + "_given");
    }

    private String function() {
        return KeyMap.SCHEMA + "." + Sql.quoted(map.name() + "_give");
    }

    private static String own(Side side) {
        return side == Side.OLD ? "old_id" : "new_id";
    }

    private Side other() {
        return side == Side.OLD ? Side.NEW : Side.OLD;
    }

    /** The key of the other side is given by default, so that adding a row of this side's key is all that it takes. */
    List<String> table() {
        List<String> statements = new ArrayList<>();
        statements.add(FILLED);
        if (map.end(other()).given() instanceof Given.Counted counted) {
            statements.add("CREATE SEQUENCE IF NOT EXISTS " + sequence() + " START WITH " + counted.from()
                    + " MINVALUE " + counted.from());
        }
        statements.add("CREATE TABLE IF NOT EXISTS %s (old_id %s PRIMARY KEY, new_id %s NOT NULL UNIQUE)"
                .formatted(relation(), oldType, newType));
        statements.add("ALTER TABLE " + relation() + " ALTER COLUMN " + own(other()) + " SET DEFAULT " + given());
        statements.add("COMMENT ON TABLE " + relation()
                + " IS 'which key of the old database is which one of the new; nothing is ever deleted from it'");
        return statements;
    }

    private String given() {
        return switch (map.end(other()).given()) {
            case Given.Counted counted -> "pg_catalog.nextval('" + sequence() + "')";
            case Given.Random random -> "pg_catalog.gen_random_uuid()";
        };
    }

    /** A key that comes again, after its row was deleted, is the one that it was. */
    String createFunction() {
        String key = "NEW." + Sql.quoted(map.end(side).column());
        String body = """
                BEGIN
                  IF current_setting('theseus.relay', true) = 'on' THEN
                    RETURN NULL;
                  END IF;
                  INSERT INTO %1$s (%2$s) VALUES (%3$s) ON CONFLICT (%2$s) DO NOTHING;
                  RETURN NULL;
                END""".formatted(relation(), own(side), key);
        return """
                CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
                SET search_path = pg_catalog, pg_temp AS '%s'""".formatted(function(), body.replace("'", "''"));
    }

    /** In the transaction that brings the row: whoever sees the row finds its key. */
    List<String> createTriggers() {
        String table = Sql.quoted(map.end(side).table());
        String column = Sql.quoted(map.end(side).column());
        List<String> statements = new ArrayList<>(dropTriggers());
        statements.add("CREATE TRIGGER %s AFTER INSERT ON %s FOR EACH ROW EXECUTE FUNCTION %s()"
                .formatted(trigger("insert"), table, function()));
        statements.add(("CREATE TRIGGER %s AFTER UPDATE ON %s FOR EACH ROW WHEN (OLD.%s IS DISTINCT FROM NEW.%s)"
                        + " EXECUTE FUNCTION %s()")
                .formatted(trigger("update"), table, column, column, function()));
        statements.add("ALTER TABLE " + table + " ENABLE ALWAYS TRIGGER " + trigger("insert")
                + ", ENABLE ALWAYS TRIGGER " + trigger("update"));
        return statements;
    }

    private String trigger(String event) {
        return Sql.quoted("theseus_key_map_" + map.name() + "_" + event);
    }

    /** Gives keys to some of the rows that have none. */
    String giveMissing(int rows) {
        String key = Sql.quoted(map.end(side).column());
        return ("INSERT INTO %1$s (%2$s) SELECT t.%3$s FROM %4$s t WHERE NOT EXISTS"
                        + " (SELECT FROM %1$s m WHERE m.%2$s = t.%3$s) LIMIT %5$d ON CONFLICT (%2$s) DO NOTHING")
                .formatted(relation(), own(side), key, Sql.quoted(map.end(side).table()), rows);
    }

    List<String> dropTriggers() {
        String table = Sql.quoted(map.end(side).table());
        return List.of(
                "DROP TRIGGER IF EXISTS " + trigger("insert") + " ON " + table,
                "DROP TRIGGER IF EXISTS " + trigger("update") + " ON " + table);
    }

    String dropFunction() {
        return "DROP FUNCTION IF EXISTS " + function() + "()";
    }
}
