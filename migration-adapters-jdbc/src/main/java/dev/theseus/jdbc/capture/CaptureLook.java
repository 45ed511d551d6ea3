package dev.theseus.jdbc.capture;

import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of a table and of its capture, beside what was recorded when capture was installed.
 *
 * @param kind {@code r} ordinary, {@code p} partitioned, others
 * @param needed which triggers see every change of this table
 * @param installed which triggers there are; meaningless if there are none
 * @param recorded what was recorded; null if capture was never installed
 * @param fingerprint of the triggers and functions on the table itself; null if there are none
 * @param triggers of ours on the table and all its partitions
 * @param disabled those of them that do not fire in every session
 * @param relations the table and all its partitions, sorted
 */
record CaptureLook(
        String kind,
        boolean hasChildren,
        CaptureScript.Form needed,
        CaptureScript.Form installed,
        @Nullable Recorded recorded,
        @Nullable String fingerprint,
        int triggers,
        int disabled,
        List<Long> relations) {

    /**
     * @param fingerprint as it was at installation
     * @param relations whose rows have been noted from the beginning
     */
    record Recorded(String fingerprint, List<Long> relations) {}

    /** A row's trigger for INSERT has bits 1 and 4 in its type. */
    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String LOOK = """
            WITH root AS (SELECT c.oid, c.relkind, c.relispartition, c.relhassubclass FROM pg_class c WHERE c.oid = ?::regclass),
            tree AS (SELECT oid FROM root UNION SELECT p.relid::oid FROM root, pg_partition_tree(root.oid) p),
            ours AS (SELECT t.* FROM pg_trigger t JOIN tree ON tree.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
              WHERE p.pronamespace = to_regnamespace('theseus') AND p.proname = ANY (?))
            SELECT root.relkind, root.relhassubclass,
              root.relkind = 'p' OR root.relispartition
                OR EXISTS (SELECT FROM pg_subscription_rel s WHERE s.srrelid = root.oid) AS by_row,
              (SELECT md5(string_agg(concat_ws(' ', o.tgenabled, pg_get_triggerdef(o.oid), pg_get_functiondef(o.tgfoid)), '' ORDER BY o.tgname))
                 FROM ours o WHERE o.tgrelid = root.oid) AS fingerprint,
              (SELECT bool_or(o.tgtype & 5 = 5) FROM ours o WHERE o.tgrelid = root.oid) AS is_by_row,
              (SELECT count(*) FROM ours) AS triggers,
              (SELECT count(*) FROM ours WHERE tgenabled <> 'A') AS disabled,
              (SELECT array_agg(tree.oid::bigint ORDER BY tree.oid) FROM tree) AS relations,
              r.fingerprint AS recorded_fingerprint, r.relations::bigint[] AS recorded_relations
            FROM root LEFT JOIN %s r ON %s""";

    CaptureLook {
        relations = List.copyOf(relations);
    }

    /** @throws SQLException with state 42P01 if the table is not there */
    static CaptureLook at(Connection connection, CaptureRole role, TableName table) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(LOOK.formatted(role.recordedIn(), role.isRecorded()))) {
            query.setString(1, Sql.quoted(table));
            query.setArray(
                    2,
                    connection.createArrayOf(
                            "name", CaptureScript.functionNames(role).toArray()));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return of(row);
            }
        }
    }

    private static CaptureLook of(ResultSet row) throws SQLException {
        String fingerprint = row.getString("recorded_fingerprint");
        return new CaptureLook(
                row.getString("relkind"),
                row.getBoolean("relhassubclass"),
                form(row.getBoolean("by_row")),
                form(row.getBoolean("is_by_row")),
                fingerprint == null ? null : new Recorded(fingerprint, longs(row.getArray("recorded_relations"))),
                row.getString("fingerprint"),
                row.getInt("triggers"),
                row.getInt("disabled"),
                longs(row.getArray("relations")));
    }

    private static CaptureScript.Form form(boolean byRow) {
        return byRow ? CaptureScript.Form.ROW : CaptureScript.Form.STATEMENT;
    }

    private static List<Long> longs(Array array) throws SQLException {
        return Arrays.asList((Long[]) array.getArray());
    }

    boolean isAbsent() {
        return recorded == null && triggers == 0;
    }

    boolean isIntact() {
        return isRootIntact() && isComplete() && isSameTree() && seesEverything();
    }

    /** Whether the triggers of the table itself are as they were installed. */
    boolean isRootIntact() {
        return recorded != null && recorded.fingerprint().equals(fingerprint);
    }

    /** Whether every partition has all triggers, and all fire. */
    boolean isComplete() {
        return disabled == 0
                && triggers
                        == relations.size() * CaptureScript.Event.of(installed).size();
    }

    /**
     * Whether the triggers see every change; a table may have become a partition, or a subscription's, after they were
     * made, or they may be those of an older release.
     */
    boolean seesEverything() {
        return installed == CaptureScript.Form.ROW || (needed == CaptureScript.Form.STATEMENT && isComplete());
    }

    /** Whether the partitions are those whose rows have been noted from the beginning. */
    boolean isSameTree() {
        return recorded != null && recorded.relations().equals(relations);
    }

    /** Partitions that came since: their rows may have come with them, unnoted. */
    List<Long> added() {
        return relations.stream()
                .filter(r -> recorded != null && !recorded.relations().contains(r))
                .toList();
    }

    /** Partitions that went since, and took their rows with them, unnoted. */
    List<Long> gone() {
        return recorded == null
                ? List.of()
                : recorded.relations().stream()
                        .filter(r -> !relations.contains(r))
                        .toList();
    }
}
