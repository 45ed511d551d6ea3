package dev.theseus.app.alert;

import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.alert.Notice;
import dev.theseus.domain.alert.Repeats;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Passes on what is told for the first time in a while. */
final class RareAlerts implements AlertSink {

    private final AlertSink sink;
    private final AtomicReference<Repeats> repeats;

    RareAlerts(AlertSink sink, Repeats repeats) {
        this.sink = sink;
        this.repeats = new AtomicReference<>(repeats);
    }

    @Override
    public void tell(Notice notice) {
        judge(notice).ifPresent(sink::tell);
    }

    private Optional<Notice> judge(Notice notice) {
        while (true) {
            Repeats before = repeats.get();
            Repeats.Verdict verdict = before.hear(notice);
            if (repeats.compareAndSet(before, verdict.after())) {
                return verdict.notice();
            }
        }
    }

    @Override
    public void close() {
        sink.close();
    }
}
