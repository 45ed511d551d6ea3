package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.apply.TableShape.Element;
import dev.theseus.jdbc.apply.TableShape.Nulls;
import dev.theseus.jdbc.apply.TableShape.UniqueRule;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the rows of the target that stand in the way of the staged rows on another unique key than the primary one, or
 * on an exclusion constraint. Such a row is out of date: its own change is in the log too, or will be set aside loudly.
 */
final class Collisions {

    private final TableShape shape;
    private final PgRelation target;
    private final KeyMatch match;
    private final ApplySql sql;
    private final String stage;

    Collisions(TableShape shape) {
        this.shape = shape;
        this.target = shape.target().relation();
        this.match = shape.target().match();
        this.sql = new ApplySql(shape);
        this.stage = "pg_temp." + sql.stageName();
    }

    /**
     * Keys, in the target, of rows that were not asked for and collide with a staged row.
     *
     * @param limit at most so many of each constraint
     */
    Set<RowKey> inTheWay(Connection connection, Collection<RowKey> asked, int limit) throws SQLException {
        Set<RowKey> keys = new LinkedHashSet<>();
        for (UniqueRule rule : shape.rules().constraints()) {
            String query = "SELECT DISTINCT " + target.keyText("t") + " FROM " + colliding(rule) + " WHERE NOT "
                    + sql.asked() + " LIMIT " + limit;
            try (PreparedStatement find = connection.prepareStatement(query)) {
                if (sql.bindsKeys()) {
                    find.setString(1, KeyJson.of(asked));
                }
                try (ResultSet rows = find.executeQuery()) {
                    while (rows.next()) {
                        keys.add(RowKey.of((String[]) rows.getArray(1).getArray()));
                    }
                }
            }
        }
        return keys;
    }

    /**
     * A deferrable constraint that does not hold for what was written: its check is a trigger, and triggers do not fire
     * for a replication role.
     */
    Optional<UniqueRule> broken(Connection connection) throws SQLException {
        for (UniqueRule rule : shape.rules().constraints()) {
            if (rule.deferrable() && isBroken(connection, rule)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    private boolean isBroken(Connection connection, UniqueRule rule) throws SQLException {
        String query = "SELECT EXISTS (SELECT FROM " + colliding(rule) + " WHERE NOT (" + match.isSame("s", "t") + "))";
        try (PreparedStatement find = connection.prepareStatement(query);
                ResultSet row = find.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Rows {@code t} of the target that collide with staged rows {@code s}; written so that the index is used. */
    private String colliding(UniqueRule rule) {
        return side(rule, target.quoted()) + " t JOIN " + side(rule, staged()) + " s ON " + collide(rule);
    }

    private String side(UniqueRule rule, String from) {
        String expressions = IntStream.range(0, rule.elements().size())
                .mapToObj(i -> "(" + rule.elements().get(i).expression() + ") AS theseus_e" + i)
                .collect(Collectors.joining(", "));
        return "(SELECT " + target.keyList() + ", " + expressions + " FROM " + from + " WHERE " + rule.predicate()
                + ")";
    }

    /** The staged rows with all columns that an expression of an index may speak of. */
    private String staged() {
        String unseen = shape.rules().unseen().stream()
                .map(c -> ", " + c.value() + " AS " + c.name())
                .collect(Collectors.joining());
        return "(SELECT " + target.columnList() + unseen + " FROM " + stage + ") staged";
    }

    private static String collide(UniqueRule rule) {
        return IntStream.range(0, rule.elements().size())
                .mapToObj(i -> collide(rule.elements().get(i), i, rule.nulls()))
                .collect(Collectors.joining(" AND "));
    }

    private static String collide(Element element, int number, Nulls nulls) {
        String left = "t.theseus_e" + number + " " + element.collation();
        String right = "s.theseus_e" + number + " " + element.collation();
        String equal = left + " " + element.operator() + " " + right;
        return switch (nulls) {
            case DISTINCT -> equal;
            case NOT_DISTINCT -> "(" + equal + " OR " + left + " IS NULL AND " + right + " IS NULL)";
        };
    }
}
