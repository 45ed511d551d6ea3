package dev.theseus.app.operations;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.run.DataPlane;
import dev.theseus.app.status.StoredPlan;
import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.lineage.RowLineage;
import dev.theseus.domain.lineage.RowLineage.Written;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Shows where a row of new comes from. */
final class LineageOperation {

    private static final String PLANNED = "migration.planned";

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;

    LineageOperation(Order order, Console console, ControlRooms rooms) {
        this.rooms = rooms;
        this.order = order;
        this.console = console;
    }

    /**
     * What the row's table is carried over by.
     *
     * @param event the sequence of the event that took the plan on; later ones are other mappings
     */
    private record Mapping(String old, String target, List<String> columns, long event, Instant since) {}

    /** As it is printed. */
    private record Lineage(Mapping mapping, RowLineage row) {}

    ExitCode show(String table, List<String> key) {
        MigrationId migration = order.plan().migration();
        try (ControlRoom room = rooms.of(order)) {
            Plan plan = StoredPlan.of(room.plane().state(migration))
                    .orElseThrow(() -> new IllegalTransition(
                            "Nothing of migration \"" + migration + "\" is in the databases now."));
            TablePlan planned = planned(plan, table);
            if (planned.key().size() != key.size()) {
                throw new BadInput(
                        "The key of " + planned.old() + " has " + planned.key().size() + " columns ("
                                + String.join(", ", planned.key()) + "); give a value for each");
            }
            Mapping mapping = mapping(planned, room.plane().audit(migration));
            try (DataPlane data = PgDataPlane.open(plan, new Passwords(order.environment()))) {
                print(new Lineage(mapping, data.origins().of(planned, new RowKey(key))));
            }
        }
        return ExitCode.DONE;
    }

    private static TablePlan planned(Plan plan, String typed) {
        List<TablePlan> found = plan.tables().stream()
                .filter(t ->
                        typed.equals(t.old().toString()) || typed.equals(t.old().name()))
                .toList();
        if (found.size() != 1) {
            throw new BadInput("`" + typed + "` is " + (found.isEmpty() ? "none" : "more than one")
                    + " of the tables of the migration: "
                    + plan.tables().stream().map(t -> t.old().toString()).collect(Collectors.joining(", ")));
        }
        return found.getFirst();
    }

    private static Mapping mapping(TablePlan table, List<AuditEntry> trail) {
        AuditEntry planned = trail.stream()
                .filter(e -> e.what().name().equals(PLANNED))
                .reduce((first, second) -> second)
                .orElseThrow();
        return new Mapping(
                table.old().toString(), table.target().toString(), table.columns(), planned.sequence(), planned.at());
    }

    private void print(Lineage lineage) {
        if (console.form() == Console.Form.JSON) {
            console.json(lineage);
            return;
        }
        RowLineage row = lineage.row();
        console.line("%s, key %s".formatted(lineage.mapping().old(), row.key()));
        console.line("  mapping    to %s, %d columns, of the plan taken on at %s (event %d)"
                .formatted(
                        lineage.mapping().target(),
                        lineage.mapping().columns().size(),
                        lineage.mapping().since(),
                        lineage.mapping().event()));
        console.line("  old        " + (row.inOld() ? "has this row" : "has no such row"));
        console.line("  new        " + row.inNew().map(LineageOperation::text).orElse("has no such row"));
        row.waiting()
                .forEach(w -> console.line("  change log %,d changes made on %s are not in %s yet, of %s to %s"
                        .formatted(w.entries(), w.source(), w.source().other(), w.oldest(), w.newest())));
        if (row.waiting().isEmpty()) {
            console.line("  change log nothing of it is on its way");
        }
        row.aside()
                .forEach(a -> console.line(
                        "  set aside  since %s, after %d attempts: %s".formatted(a.since(), a.attempts(), a.why())));
    }

    private static String text(Written written) {
        return switch (written) {
            case Written.ByChunk c ->
                "has it as chunk %d copied it at %s, with %,d rows: %s"
                        .formatted(c.chunk(), c.at(), c.rows(), c.range());
            case Written.ByTransaction t ->
                "has it from transaction %d of new%s: applied after the copy, or written on new"
                        .formatted(
                                t.transaction(),
                                t.at().map(at -> ", committed at " + at).orElse(""));
        };
    }
}
