package dev.theseus.jdbc.trial;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.inspection.MappingTrial.Deviation;
import dev.theseus.domain.inspection.MappingTrial.Deviation.Kind;
import dev.theseus.domain.inspection.MappingTrial.Outcome;
import dev.theseus.domain.inspection.RoundTrip;
import dev.theseus.domain.inspection.RoundTrip.Leg;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One statement that takes a sample there and back. Its innermost query computes what new would hold; the next one has
 * that as rows of the targets' names and types, and computes the way back from them; the outer one counts.
 */
final class RoundTripSql {

    private static final int KEYS_SHOWN = 3;

    private final RoundTrip trip;
    private final int rows;
    private final Set<String> knownTypes;

    /** What is counted: the rows for which a condition holds. */
    private record Counted(Kind kind, String column, String condition) {}

    private final List<String> there = new ArrayList<>();
    private final List<Counted> counted = new ArrayList<>();

    private RoundTripSql(RoundTrip trip, int rows, Set<String> knownTypes) {
        this.trip = trip;
        this.rows = rows;
        this.knownTypes = knownTypes;
    }

    static RoundTripSql of(Connection connection, RoundTrip trip, int rows) throws SQLException {
        List<String> types = Stream.concat(Stream.of(trip.there()), trip.others().stream())
                .flatMap(leg -> leg.target().columns().stream())
                .map(Column::type)
                .distinct()
                .toList();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT t FROM unnest(?::text[]) t WHERE to_regtype(t) IS NOT NULL")) {
            query.setArray(1, connection.createArrayOf("text", types.toArray()));
            try (ResultSet found = query.executeQuery()) {
                Set<String> known = new HashSet<>();
                while (found.next()) {
                    known.add(found.getString(1));
                }
                return new RoundTripSql(trip, rows, known);
            }
        }
    }

    Outcome.Compared run(Connection connection, int from, int length) throws SQLException {
        String statement = text(from, length);
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(statement)) {
            row.next();
            List<Deviation> deviations = new ArrayList<>();
            for (int i = 0; i < counted.size(); i++) {
                long found = row.getLong(2 * i + 2);
                if (found > 0) {
                    String[] keys = (String[]) row.getArray(2 * i + 3).getArray();
                    deviations.add(
                            new Deviation(counted.get(i).kind(), counted.get(i).column(), found, List.of(keys)));
                }
            }
            return new Outcome.Compared(row.getLong(1), deviations);
        }
    }

    Optional<String> keyAt(Connection connection, int place) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT "
                        + TrialSql.key(Image.SOURCE, trip.there().image().sourceKey()) + " FROM "
                        + sample(place, 1))) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    /** A large table is sampled over all of its pages; the same rows each time. */
    private String sample(int from, int length) {
        long estimated = trip.there().source().size().rows();
        String spread =
                estimated > 4L * rows ? " TABLESAMPLE SYSTEM (" + 200.0 * rows / estimated + ") REPEATABLE (1)" : "";
        return "(SELECT * FROM " + Sql.quoted(trip.there().source().name()) + spread + " OFFSET " + from + " LIMIT "
                + length + ") " + Image.SOURCE;
    }

    private String text(int from, int length) {
        there.clear();
        counted.clear();
        String made = made(from, length);
        String back = back(made);
        StringBuilder text = new StringBuilder("SELECT count(*) FILTER (WHERE comes_back)");
        for (Counted each : counted) {
            text.append(", count(*) FILTER (WHERE ")
                    .append(each.condition())
                    .append("), (array_agg(k) FILTER (WHERE ")
                    .append(each.condition())
                    .append("))[1:" + KEYS_SHOWN + "]");
        }
        return text.append(" FROM (").append(back).append(") b").toString();
    }

    private List<Leg> legs() {
        return Stream.concat(Stream.of(trip.there()), trip.others().stream()).toList();
    }

    /** What new would hold of each row of the sample. */
    private String made(int from, int length) {
        Image image = trip.there().image();
        there.add(TrialSql.key(Image.SOURCE, image.sourceKey()) + " AS k");
        List<MappedColumn> compared = trip.back().comparedColumns();
        for (int i = 0; i < compared.size(); i++) {
            there.add(asText(Sql.quoted(trip.alias()) + "."
                            + Sql.quoted(compared.get(i).name())) + " AS o" + i);
        }
        for (int i = 0; i < legs().size(); i++) {
            leg(i, legs().get(i));
        }
        boolean beside = !trip.alias().equals(Image.SOURCE);
        String present = beside
                ? " WHERE " + Sql.quoted(trip.alias()) + "."
                        + Sql.quoted(trip.back().targetKey().getFirst()) + " IS NOT NULL"
                : "";
        return "SELECT " + String.join(", ", there) + " FROM " + sample(from, length)
                + TrialSql.joins(image.sourceKey(), image.joins()) + present;
    }

    /** Names are numbered: those of the tables may be as long as a name can be. */
    private static String name(int leg, int column) {
        return "n" + leg + "_" + column;
    }

    private static String asText(String value) {
        return value + "::text COLLATE \"C\"";
    }

    private void leg(int number, Leg leg) {
        there.add(
                leg.image().filter().map(f -> "coalesce((" + f + "\n), false)").orElse("true") + " AS f" + number);
        for (int i = 0; i < leg.image().columns().size(); i++) {
            MappedColumn column = leg.image().columns().get(i);
            Column target = leg.target().column(column.name()).orElseThrow();
            String raw = TrialSql.sql(column.from());
            boolean known = knownTypes.contains(target.type());
            there.add((known ? "CAST(" + raw + " AS " + target.type() + ")" : raw) + " AS " + name(number, i));
            if (column.from() instanceof Expression.Sql) {
                computed("f" + number, name(number, i), target, known ? Optional.of(raw) : Optional.empty());
            }
        }
    }

    private void computed(String filter, String value, Column target, Optional<String> raw) {
        raw.ifPresent(r -> {
            there.add(asText(r) + " AS p" + value);
            counted.add(new Counted(
                    Kind.REFORMED, target.name(), filter + " AND " + asText(value) + " IS DISTINCT FROM p" + value));
        });
        if (!target.nullable()) {
            counted.add(new Counted(Kind.NULL, target.name(), filter + " AND " + value + " IS NULL"));
        }
    }

    /** The way back, from rows that look as those of the targets. */
    private String back(String made) {
        StringBuilder text = new StringBuilder("SELECT m.*, ")
                .append(trip.back()
                        .filter()
                        .map(f -> "coalesce((" + f + "\n), false)")
                        .orElse("true"))
                .append(" AND f0 AS comes_back");
        List<MappedColumn> compared = trip.back().comparedColumns();
        for (int i = 0; i < compared.size(); i++) {
            text.append(", ")
                    .append(asText(TrialSql.sql(compared.get(i).from())))
                    .append(" AS b")
                    .append(i);
            counted.add(new Counted(
                    Kind.CHANGED, compared.get(i).name(), "comes_back AND b" + i + " IS DISTINCT FROM o" + i));
        }
        counted.add(new Counted(Kind.LOST, "", "f0 AND NOT comes_back"));
        text.append(" FROM (").append(made).append(") m");
        List<Leg> legs = legs();
        for (int i = 0; i < legs.size(); i++) {
            text.append(i == 0 ? " CROSS" : " LEFT").append(" JOIN LATERAL (SELECT ");
            text.append(String.join(", ", row(i, legs.get(i))));
            text.append(i == 0 ? "" : " WHERE m.f" + i).append(") ");
            text.append(Sql.quoted(legs.get(i).alias())).append(i == 0 ? "" : " ON true");
        }
        return text.toString();
    }

    private List<String> row(int number, Leg leg) {
        List<String> mapped = leg.image().targetColumns();
        return leg.target().columns().stream()
                .map(c -> (mapped.contains(c.name())
                                ? "m." + name(number, mapped.indexOf(c.name()))
                                : "CAST(NULL AS " + (knownTypes.contains(c.type()) ? c.type() : "text") + ")")
                        + " AS " + Sql.quoted(c.name()))
                .toList();
    }
}
