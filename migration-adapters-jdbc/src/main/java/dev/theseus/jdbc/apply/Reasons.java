package dev.theseus.jdbc.apply;

import dev.theseus.domain.changelog.SetAside;
import dev.theseus.jdbc.postgres.PgErrors;
import java.sql.SQLException;

/** Says why rows were refused, by names, never by values. */
final class Reasons {

    private static final String DEPENDED_ON = "23503";

    private Reasons() {}

    static SetAside.Reason of(SQLException error) {
        return error instanceof SourceFailed failed
                ? new SetAside.Reason(
                        PgErrors.state(error), "reading the source: " + PgErrors.describe(failed.error()), 1)
                : new SetAside.Reason(PgErrors.state(error), PgErrors.describe(error), 1);
    }

    static SetAside.Reason unique(String what, TableShape shape) {
        return new SetAside.Reason(
                PgErrors.UNIQUE_VIOLATION,
                what + ", table " + shape.target().relation().name(),
                1);
    }

    /** Deleting the row would delete or change rows of other tables. */
    static SetAside.Reason dependedOn(TableShape shape) {
        String constraints = shape.rules().dependents().stream()
                .map(d -> d.name() + " of " + d.table())
                .collect(java.util.stream.Collectors.joining(", "));
        return new SetAside.Reason(
                DEPENDED_ON,
                "rows still refer to a row that is gone from the source, by a foreign key with an action: "
                        + constraints + "; table " + shape.target().relation().name(),
                1);
    }
}
