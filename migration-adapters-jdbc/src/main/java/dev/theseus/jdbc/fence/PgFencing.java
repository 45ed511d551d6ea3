package dev.theseus.jdbc.fence;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The fence as triggers on both sides, and capture by triggers on the new one. */
final class PgFencing implements Fencing {

    private static final String NOT_SUPPORTED = "0A000";

    private final PgDatabase old;
    private final PgDatabase target;
    private final ChangeCapture reverse;
    private final LockPatience patience;

    PgFencing(PgDatabase old, PgDatabase target, ChangeCapture reverse, LockPatience patience) {
        this.old = old;
        this.target = target;
        this.reverse = reverse;
        this.patience = patience;
    }

    /**
     * Capture first, then the fence of new, that of old last: it is the one that costs the service, and when it stands,
     * all stands.
     */
    @Override
    public void install(List<TablePlan> tables) {
        refuseWhatClientsCapture(tables);
        tables.forEach(reverse::install);
        for (PgDatabase database : List.of(old, target)) {
            database.inTransaction("begin the epochs", connection -> {
                FenceScript.ofMigration(database.side()).begin(connection);
                return Boolean.TRUE;
            });
        }
        fenced(target, tables).forEach(t -> t.install(patience));
        fenced(old, tables).forEach(t -> t.install(patience));
    }

    /** There a trigger is not allowed, or would not be needed; and without it nobody would hold such a client still. */
    private void refuseWhatClientsCapture(List<TablePlan> tables) {
        List<String> declared = old.inTransaction(
                "see which tables are captured by their clients",
                connection -> Run.texts(connection, "SELECT 1 WHERE to_regclass('theseus.client_table') IS NOT NULL")
                                .isEmpty()
                        ? List.of()
                        : Run.texts(connection, "SELECT table_no::text FROM theseus.client_table"));
        for (TablePlan table : tables) {
            if (declared.contains(Integer.toString(table.number()))) {
                throw new DatabaseRefused(
                        Side.OLD,
                        NOT_SUPPORTED,
                        "The fence was not put on " + table.old()
                                + ": its changes are noted by its clients, so no trigger may stand on it, and nothing"
                                + " would keep a client from writing to it after the cutover. Capture it by triggers,"
                                + " or stop the service for the cutover.");
            }
        }
    }

    /** First where it costs the service, last where it still keeps writes away that nobody would bring over. */
    @Override
    public void remove(List<TablePlan> tables) {
        Side pays = old.inTransaction("read the epoch", PgFence.MIGRATION::read)
                .direction()
                .source();
        for (PgDatabase database : pays == Side.OLD ? List.of(old, target) : List.of(target, old)) {
            fenced(database, tables).forEach(t -> t.remove(patience));
            database.inTransaction("remove the function of the fence", connection -> {
                FenceScript.ofMigration(database.side()).dropFunctionIfUnused(connection);
                return Boolean.TRUE;
            });
        }
        tables.forEach(reverse::remove);
    }

    @Override
    public State state(List<TablePlan> tables) {
        List<State> states = new ArrayList<>();
        Stream.of(old, target)
                .flatMap(database -> fenced(database, tables).stream())
                .map(FencedTable::look)
                .map(PgFencing::state)
                .forEach(states::add);
        tables.stream()
                .filter(t -> t.image(Direction.REVERSE).isPresent())
                .map(reverse::state)
                .map(PgFencing::state)
                .forEach(states::add);
        return states.stream().distinct().count() == 1 ? states.getFirst() : State.DAMAGED;
    }

    private static State state(FenceLook look) {
        if (look.isAbsent()) {
            return State.ABSENT;
        }
        return look.isIntact() ? State.INSTALLED : State.DAMAGED;
    }

    private static State state(ChangeCapture.State capture) {
        return switch (capture) {
            case ABSENT -> State.ABSENT;
            case INSTALLED -> State.INSTALLED;
            case DAMAGED -> State.DAMAGED;
        };
    }

    private static List<FencedTable> fenced(PgDatabase database, List<TablePlan> tables) {
        FenceScript script = FenceScript.ofMigration(database.side());
        return tables.stream()
                .flatMap(t -> written(t, database.side()))
                .distinct()
                .map(table -> new FencedTable(database, script, table))
                .toList();
    }

    /** A write to a table that is joined changes mapped rows too: past the cutover nobody would bring them over. */
    private static Stream<TableName> written(TablePlan plan, Side side) {
        Stream<TableName> joined = plan.image(Direction.from(side)).stream()
                .flatMap(image -> image.joins().stream())
                .map(Join::table);
        return Stream.concat(Stream.of(plan.on(side)), joined);
    }
}
