package dev.theseus.app.status;

import dev.theseus.app.run.StatusText;
import dev.theseus.domain.migration.NextGate;
import java.util.ArrayList;
import java.util.List;

/** A status for people at a terminal. */
public final class StatusLines {

    private StatusLines() {}

    public static List<String> of(Status status) {
        List<String> lines = new ArrayList<>(StatusText.lines(status.migration(), status.copies(), status.log()));
        status.next().ifPresent(next -> lines.add("  next gate  " + words(next)));
        status.openDefinitions().forEach(c -> lines.add(StatusText.definition(c)));
        status.authority().ifPresent(a -> lines.addAll(a.lines()));
        status.nodes().forEach(n -> lines.add(StatusText.node(n)));
        status.criticalWrites().forEach(w -> lines.add(StatusText.criticalWrite(w)));
        status.eventStream().ifPresent(s -> lines.add(StatusText.eventStream(s)));
        status.unknown().ifPresent(lines::add);
        return lines;
    }

    private static String words(NextGate next) {
        return next.to() + (next.missing().isEmpty() ? ", open" : ", lacks: " + String.join("; ", next.missing()));
    }
}
