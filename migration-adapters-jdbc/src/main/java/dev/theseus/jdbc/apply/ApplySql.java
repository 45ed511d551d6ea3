package dev.theseus.jdbc.apply;

import dev.theseus.jdbc.apply.TableShape.Dependent;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statements that bring rows of one table over, by way of a staging table of the target's session. */
final class ApplySql {

    /** Set for the transaction that reads the source: COPY takes no bound values, but it can read a setting. */
    static final String KEYS_SETTING = "theseus.keys";

    /** Whoever waits for the transaction that truncated waits for these too. */
    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String NOTE_ALL = """
            INSERT INTO theseus.change_log (table_no, key, xid) SELECT %1$d, %2$s, coalesce((SELECT l.xid FROM theseus.change_log l
              WHERE l.table_no = %1$d AND hash_array(l.key) IS NULL AND l.key IS NULL ORDER BY l.xid LIMIT 1), pg_current_xact_id()) FROM %3$s""";

    private final TableShape shape;
    private final PgRelation source;
    private final PgRelation target;
    private final KeyMatch match;

    ApplySql(TableShape shape) {
        this.shape = shape;
        this.source = shape.source().relation();
        this.target = shape.target().relation();
        this.match = shape.target().match();
    }

    /** Named for its columns, so that a table of another shape stages elsewhere. */
    String stageName() {
        return "theseus_rows_" + shape.number() + "_"
                + Integer.toHexString(target.columns().hashCode());
    }

    String target() {
        return target.quoted();
    }

    private String stage() {
        return "pg_temp." + stageName();
    }

    private String keyStage() {
        return "pg_temp.theseus_keys_" + shape.number();
    }

    /** Empty whenever a transaction begins; without constraints, since all that matters is checked on the way out. */
    String createStage() {
        return "CREATE TEMPORARY TABLE " + stageName() + " ON COMMIT DELETE ROWS AS SELECT " + target.columnList()
                + " FROM " + target.quoted() + " WITH NO DATA";
    }

    String copyIntoStage() {
        return "COPY " + stage() + " (" + target.columnList() + ") FROM STDIN "
                + shape.format().clause();
    }

    /** A semi-join: two texts of one key give one row. */
    String copyFromSource() {
        String keys =
                shape.source().match().asked("pg_catalog.current_setting('" + KEYS_SETTING + "')::pg_catalog.jsonb");
        return "COPY (SELECT " + source.sentList("t") + " FROM " + source.from("t") + " WHERE EXISTS (SELECT FROM "
                + keys
                + " a WHERE " + shape.source().match().isAsked("t", "a") + ")) TO STDOUT "
                + shape.format().clause();
    }

    // --- the target's keys, where they are others than the source's

    /** What has to be brought along to know the target's keys of rows that are gone; empty if they are the same. */
    Optional<AskedKeys> askedKeys() {
        return shape.mappedKey().map(image -> {
            String asked = shape.source()
                    .match()
                    .asked("pg_catalog.current_setting('" + KEYS_SETTING + "')::pg_catalog.jsonb");
            return new AskedKeys(
                    askedName(),
                    "CREATE TEMPORARY TABLE " + askedName() + " ON COMMIT DELETE ROWS AS SELECT " + target.keyList()
                            + " FROM " + target.quoted() + " WITH NO DATA",
                    "COPY (" + image.targetKeys(asked) + ") TO STDOUT " + CopyFormat.TEXT.clause(),
                    "COPY pg_temp." + askedName() + " (" + target.keyList() + ") FROM STDIN "
                            + CopyFormat.TEXT.clause());
        });
    }

    /**
     * The target's keys of what is asked for, in a temporary table.
     *
     * @param name of the table
     * @param create it
     * @param copyOut computes them on the source
     * @param copyIn takes them in
     */
    record AskedKeys(String name, String create, String copyOut, String copyIn) {}

    private String askedName() {
        return "theseus_asked_" + shape.number() + "_"
                + Integer.toHexString(target.key().hashCode());
    }

    /** Whether {@link #asked} binds the keys, as one JSON text. */
    boolean bindsKeys() {
        return shape.mappedKey().isEmpty();
    }

    /** That row {@code t} of the target is asked for. */
    String asked() {
        return bindsKeys()
                ? "EXISTS (SELECT FROM " + match.asked("?::pg_catalog.jsonb") + " a WHERE " + match.isAsked("t", "a")
                        + ")"
                : "EXISTS (SELECT FROM pg_temp." + askedName() + " a WHERE " + match.isSame("a", "t") + ")";
    }

    private String isStaged() {
        return isAmong(stage() + " s");
    }

    /** That row {@code t} of the target is one of rows {@code s}. */
    private String isAmong(String rows) {
        return "EXISTS (SELECT FROM " + rows + " WHERE " + match.isSame("s", "t") + ")";
    }

    /** Rows that were asked for and are not in the source any more. */
    Deletion deleteVanished() {
        return deletion(asked() + " AND NOT " + isStaged());
    }

    /** The same of rows that are given otherwise, where nothing depends on those that go. */
    String deleteOthers(String rows) {
        return deletion(asked() + " AND NOT " + isAmong(rows)).plain();
    }

    /** All rows that were asked for, to be inserted anew. */
    Deletion deleteAsked() {
        return deletion(asked());
    }

    /** Rows whose GENERATED ALWAYS AS IDENTITY column changed: it can't be updated. */
    Deletion deleteFixedThatDiffer() {
        String differ = shape.fixed().stream()
                .map(c -> "t." + c.quoted() + " IS DISTINCT FROM s." + c.quoted())
                .collect(Collectors.joining(" OR ", "(", ")"));
        return deletion(
                "EXISTS (SELECT FROM " + stage() + " s WHERE " + match.isSame("s", "t") + " AND " + differ + ")");
    }

    /**
     * A deletion that must not reach further than its table.
     *
     * @param lock takes the rows, so that nobody can come to depend on them
     * @param delete those of them that no other row depends on
     * @param remaining whether any is left
     */
    record Deletion(String plain, String lock, String delete, String remaining) {}

    private Deletion deletion(String condition) {
        String from = target.quoted() + " t WHERE " + condition;
        String free = shape.rules().dependents().stream()
                .map(d -> " AND NOT EXISTS (SELECT FROM " + d.table() + " d WHERE " + refersTo(d) + ")")
                .collect(Collectors.joining());
        return new Deletion(
                "DELETE FROM " + from,
                "SELECT FROM " + from + " FOR UPDATE",
                "DELETE FROM " + from + free,
                "SELECT EXISTS (SELECT FROM " + from + ")");
    }

    private static String refersTo(Dependent dependent) {
        return dependent.columns().stream()
                .map(p -> "t." + p.to() + " " + p.operator() + " d." + p.from())
                .collect(Collectors.joining(" AND "));
    }

    /** Writes the staged rows where rows of the same keys may stand. */
    List<String> upsert() {
        boolean direct = shape.rules().arbiter() == TableShape.Arbiter.KEY_INDEX
                && shape.fixed().isEmpty();
        return direct ? List.of(insert() + onConflict()) : updateThenInsert();
    }

    /** The same of rows that are given otherwise, where the key's index decides. */
    String upsertFrom(String rows) {
        return insertFrom(rows) + onConflict();
    }

    /** Writes the staged rows where no row of their keys stands. */
    String insert() {
        return insertFrom(stage());
    }

    private String insertFrom(String rows) {
        return "INSERT INTO " + target.quoted() + " (" + target.columnList() + ") OVERRIDING SYSTEM VALUE SELECT "
                + target.columnList() + " FROM " + rows;
    }

    /** The columns that are not carried, and that a row which is written anew must not lose. */
    private List<String> kept() {
        return shape.rules().unseen().stream()
                .filter(c -> !c.generated())
                .map(TableShape.UnseenColumn::name)
                .toList();
    }

    boolean keepsSomething() {
        return !kept().isEmpty();
    }

    String createKept() {
        return "CREATE TEMPORARY TABLE theseus_kept_" + shape.number() + " ON COMMIT DROP AS SELECT " + target.keyList()
                + ", " + String.join(", ", kept()) + " FROM " + target.quoted() + " WITH NO DATA";
    }

    /** Binds the keys, as {@link #asked} does. */
    String keep() {
        return "INSERT INTO pg_temp.theseus_kept_" + shape.number() + " SELECT " + target.keyList() + ", "
                + String.join(", ", kept()) + " FROM " + target.quoted() + " t WHERE " + asked();
    }

    /** As {@link #insert}, with what was kept of rows that stood. */
    List<String> insertWithKept() {
        String into = "INSERT INTO " + target.quoted() + " (" + target.columnList();
        String isKept = " pg_temp.theseus_kept_" + shape.number() + " k";
        String columns =
                Sql.list("s", target.columns().stream().map(PgColumn::name).toList());
        return List.of(
                into + ", " + String.join(", ", kept()) + ") OVERRIDING SYSTEM VALUE SELECT " + columns
                        + kept().stream().map(c -> ", k." + c).collect(Collectors.joining()) + " FROM " + stage()
                        + " s JOIN" + isKept + " ON " + match.isSame("s", "k"),
                into + ") OVERRIDING SYSTEM VALUE SELECT " + columns + " FROM " + stage()
                        + " s WHERE NOT EXISTS (SELECT FROM" + isKept + " WHERE " + match.isSame("s", "k") + ")");
    }

    private String onConflict() {
        String on = " ON CONFLICT (" + target.keyList() + ") DO ";
        return shape.updatable().isEmpty() ? on + "NOTHING" : on + "UPDATE SET " + assignments("excluded");
    }

    private List<String> updateThenInsert() {
        List<String> statements = new ArrayList<>();
        if (!shape.updatable().isEmpty()) {
            statements.add("UPDATE " + target.quoted() + " t SET " + assignments("s") + " FROM " + stage() + " s WHERE "
                    + match.isSame("s", "t"));
        }
        statements.add("INSERT INTO " + target.quoted() + " (" + target.columnList()
                + ") OVERRIDING SYSTEM VALUE SELECT "
                + target.columnList() + " FROM " + stage() + " s WHERE NOT EXISTS (SELECT FROM " + target.quoted()
                + " t WHERE " + match.isSame("s", "t") + ")");
        return statements;
    }

    private String assignments(String from) {
        return shape.updatable().stream()
                .map(PgColumn::quoted)
                .map(c -> c + " = " + from + "." + c)
                .collect(Collectors.joining(", "));
    }

    // --- the whole table, after a TRUNCATE

    String createKeyStage() {
        return "CREATE TEMPORARY TABLE theseus_keys_" + shape.number() + " ON COMMIT DROP AS SELECT " + target.keyList()
                + " FROM " + target.quoted() + " WITH NO DATA";
    }

    String copyKeysIntoStage() {
        return "COPY " + keyStage() + " (" + target.keyList() + ") FROM STDIN "
                + shape.format().clause();
    }

    String copyKeysFromSource() {
        String keys = shape.isMadeInJava() ? source.keyList() : target.keyList();
        return "COPY (SELECT " + keys + " FROM " + source.from("t") + ") TO STDOUT "
                + shape.format().clause();
    }

    /** Rows that are joined changed with the rows that were truncated, and no entry says which; empty if none are. */
    Optional<String> noteAll() {
        return source.isJoined()
                ? Optional.of(NOTE_ALL.formatted(shape.number(), source.keyText("t"), source.from("t")))
                : Optional.empty();
    }

    String analyzeKeyStage() {
        return "ANALYZE " + keyStage();
    }

    /** No row without a key came from the source, and none that the mapping leaves out. */
    private String isOurs() {
        String keyed = source.isMade()
                ? target.key().stream()
                        .map(c -> " AND t." + c.quoted() + " IS NOT NULL")
                        .collect(Collectors.joining())
                : "";
        return keyed + shape.rules().partaking().map(p -> " AND " + p).orElse("");
    }

    Deletion deleteUnknown() {
        return deletion("NOT " + isAmong(keyStage() + " s") + isOurs());
    }
}
