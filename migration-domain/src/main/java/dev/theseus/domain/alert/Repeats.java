package dev.theseus.domain.alert;

import dev.theseus.domain.plan.MigrationId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which alerts are told, so that a failure that lasts does not tell itself every second: of one kind and severity,
 * about one migration, one in a period. Others are counted, and the next one that is told says how many. Immutable.
 *
 * @param period between two that are told; zero tells all
 * @param told what was told last
 */
public record Repeats(Duration period, Map<Subject, Told> told) {

    public Repeats {
        told = Map.copyOf(told);
        if (period.isNegative()) {
            throw new IllegalArgumentException("A period is not negative: " + period);
        }
    }

    /** Nothing told yet. */
    public static Repeats within(Duration period) {
        return new Repeats(period, Map.of());
    }

    /** What makes two alerts the same one. A worse one is another one. */
    public record Subject(MigrationId migration, Alert.Kind kind, Alert.Severity severity) {
        static Subject of(Notice notice) {
            return new Subject(
                    notice.migration(), notice.alert().kind(), notice.alert().severity());
        }
    }

    /**
     * @param at when it was told last
     * @param kept how many were not told since
     */
    public record Told(Instant at, long kept) {}

    /**
     * What follows from an alert.
     *
     * @param after to be asked next time
     * @param notice to tell; empty if it is one of those that are kept back
     */
    public record Verdict(Repeats after, Optional<Notice> notice) {}

    /** Judges one, by the time at which it happened. A report comes as often as it is asked for. */
    public Verdict hear(Notice notice) {
        if (notice.alert().kind() == Alert.Kind.REPORT) {
            return new Verdict(this, Optional.of(notice));
        }
        Subject subject = Subject.of(notice);
        Told last = told.get(subject);
        if (last == null || !notice.at().isBefore(last.at().plus(period))) {
            long others = last == null ? 0 : last.kept();
            return new Verdict(with(subject, new Told(notice.at(), 0)), Optional.of(notice.after(others)));
        }
        return new Verdict(with(subject, new Told(last.at(), last.kept() + 1)), Optional.empty());
    }

    private Repeats with(Subject subject, Told heard) {
        Map<Subject, Told> all = new HashMap<>(told);
        all.put(subject, heard);
        return new Repeats(period, all);
    }
}
