package dev.theseus.app.operations;

import dev.theseus.app.audit.AuditExport;
import dev.theseus.app.audit.Pseudonyms;
import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.migration.IllegalTransition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Shows everything that happened to a migration: when, who, why, what. */
final class AuditOperation {

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;

    AuditOperation(Order order, Console console, ControlRooms rooms) {
        this.order = order;
        this.console = console;
        this.rooms = rooms;
    }

    private List<AuditEntry> entries(ControlRoom room) {
        List<AuditEntry> entries = room.plane().audit(order.plan().migration());
        if (entries.isEmpty()) {
            throw new IllegalTransition("There is no migration \""
                    + order.plan().migration() + "\" in this control database yet. Run its plan first.");
        }
        return entries;
    }

    /** For others to keep. */
    ExitCode export(AuditExport.Format format) {
        Optional<Pseudonyms> pseudonyms = order.plan()
                .audit()
                .pseudonymVariable()
                .map(v -> new Pseudonyms(
                        Objects.requireNonNull(order.environment().get(v), v + " is not set")));
        try (ControlRoom room = rooms.of(order)) {
            new AuditExport(format, pseudonyms).write(entries(room), console.out());
        }
        return ExitCode.DONE;
    }

    ExitCode show() {
        try (ControlRoom room = rooms.of(order)) {
            List<AuditEntry> entries = entries(room);
            if (console.form() == Console.Form.JSON) {
                console.json(entries.stream().map(AuditLine::of).toList());
            } else {
                entries.stream().map(AuditLine::of).forEach(l -> console.line(l.text()));
            }
        }
        return ExitCode.DONE;
    }

    /** One event, as it is printed. */
    private record AuditLine(
            long sequence,
            String at,
            String actor,
            String reason,
            String correlation,
            String event,
            int revision,
            String json) {

        static AuditLine of(AuditEntry entry) {
            return new AuditLine(
                    entry.sequence(),
                    entry.at().toString(),
                    entry.cause().origin().actor().name(),
                    entry.cause().origin().reason(),
                    entry.cause().origin().correlation(),
                    entry.what().name(),
                    entry.what().revision(),
                    entry.what().json());
        }

        String text() {
            return "%5d  %-27s  %-12s  %-34s  %s".formatted(sequence, at, actor, event, reason);
        }
    }
}
