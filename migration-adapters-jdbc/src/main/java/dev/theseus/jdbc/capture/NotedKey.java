package dev.theseus.jdbc.capture;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which key is noted when a row of a table changes: its own, or that of the row which it completes.
 *
 * @param role why it is noted
 * @param relation the table that changes, with the columns that say it
 * @param driving the key as it is noted: the types that its text is of
 */
record NotedKey(CaptureRole role, PgRelation relation, List<PgColumn> driving) {

    NotedKey {
        driving = List.copyOf(driving);
    }

    static NotedKey of(Connection connection, TablePlan plan, Side side, CaptureRole role) throws SQLException {
        PgRelation driving = PgRelation.captured(connection, plan, side);
        if (role.join().isEmpty()) {
            return new NotedKey(role, driving, driving.key());
        }
        Join join = joins(plan, side).get(role.join().get());
        return new NotedKey(role, PgRelation.read(connection, join.table(), join.on(), join.on()), driving.key());
    }

    static List<Join> joins(TablePlan plan, Side side) {
        return plan.image(Direction.from(side)).map(image -> image.joins()).orElse(List.of());
    }

    /**
     * What a plan has captured on a side: the table whose rows travel, last, and before it those that it is joined
     * with.
     */
    static List<CaptureRole> roles(TablePlan plan, Side side) {
        List<CaptureRole> roles = new ArrayList<>();
        if (plan.image(Direction.from(side)).isPresent()) {
            IntStream.range(0, joins(plan, side).size())
                    .forEach(join -> roles.add(CaptureRole.joined(plan.number(), join)));
            roles.add(CaptureRole.driving(plan.number()));
        }
        return roles;
    }

    static TableName table(TablePlan plan, Side side, CaptureRole role) {
        return role.join().map(join -> joins(plan, side).get(join).table()).orElse(plan.on(side));
    }

    private boolean isOwn() {
        return role.join().isEmpty();
    }

    /** The key's text, of a row with this alias. */
    String text(String row) {
        if (isOwn()) {
            return relation.keyText(row);
        }
        // in the type of the noted key, so that one key has one text whoever notes it
        return IntStream.range(0, driving.size())
                .mapToObj(i -> row + "." + relation.key().get(i).quoted() + "::"
                        + driving.get(i).type() + "::pg_catalog.text COLLATE pg_catalog.\"C\"")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    /**
     * That two versions of a row name different keys, bit by bit: what is equal for the database may have two texts.
     */
    String changes(String before, String after) {
        return image(before) + " OPERATOR(pg_catalog.*<>) " + image(after);
    }

    private String image(String row) {
        return relation.key().stream()
                .map(column -> row + "." + column.quoted())
                .collect(Collectors.joining(", ", "ROW(", ")::pg_catalog.record"));
    }

    /** That a row completes another; empty if every row is noted. */
    Optional<String> completes(String row) {
        return isOwn()
                ? Optional.empty()
                : Optional.of(relation.key().stream()
                        .map(c -> row + "." + c.quoted() + " IS NOT NULL")
                        .collect(Collectors.joining(" AND ")));
    }

    /** {@code FROM new_rows n}, without rows that complete none. */
    String from(String rows, String alias) {
        return "FROM " + rows + " " + alias
                + completes(alias).map(c -> " WHERE " + c).orElse("");
    }

    Set<String> settings() {
        Set<String> settings = new TreeSet<>(KeyForm.settings(driving));
        settings.addAll(KeyForm.settings(relation.key()));
        return settings;
    }
}
