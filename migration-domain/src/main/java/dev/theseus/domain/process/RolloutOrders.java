package dev.theseus.domain.process;

import dev.theseus.domain.migration.Course;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RolloutProgress;
import dev.theseus.domain.migration.RolloutProgress.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a rollout by steps wants done. Compensation, to lower the share of reads, is the aggregate's own. */
final class RolloutOrders {

    /** The present step is to be measured, or tried again. */
    static final String STEP = "step";

    /** Before measuring is tried again that failed, because a server was away for instance. */
    static final Duration REST = Duration.ofSeconds(5);

    private RolloutOrders() {}

    /** Whatever the present step still lacks; nothing while reads are on old because they failed on new. */
    static List<Order> outstanding(Course course, MigrationEvent event) {
        return course.rollout()
                .filter(p -> course.failback().isEmpty())
                .map(p -> outstanding(p, event))
                .orElse(List.of());
    }

    private static List<Order> outstanding(RolloutProgress progress, MigrationEvent event) {
        return switch (progress.stage()) {
            case MEASURING, LOWERED -> waitOrGo(progress, progress.moments().due(), event);
            // where a person has to agree first, the aggregate does nothing upon this until that is so
            case PASSED -> progress.hasMore() ? List.of(raise(progress, event)) : List.of();
        };
    }

    private static List<Order> waitOrGo(RolloutProgress progress, Instant due, MigrationEvent event) {
        return event.at().isBefore(due) ? List.of(new Order.Wake(STEP, due)) : List.of(go(progress, event));
    }

    private static Order go(RolloutProgress progress, MigrationEvent event) {
        return progress.stage() == Stage.MEASURING
                ? new Order.Do(new Work.MeasureTraffic(
                        progress.step(), progress.moments().since()))
                : raise(progress, event);
    }

    private static Order raise(RolloutProgress progress, MigrationEvent event) {
        return new Order.Send(new MigrationCommand.RaiseRollout(event.migration(), event.at(), progress.next()));
    }

    static List<Order> approved(Course course, MigrationEvent.Approved event) {
        return course.rollout()
                .filter(p -> event.what().equals(RolloutProgress.approval(p.next())))
                .map(p -> outstanding(course, event))
                .orElse(List.of());
    }

    /** A deadline that was moved meanwhile may come all the same. */
    static List<Order> due(Course course, MigrationEvent.DeadlinePassed event) {
        return event.deadline().equals(STEP) ? outstanding(course, event) : List.of();
    }

    static List<Order> retry(Course course, MigrationEvent event) {
        return course.rollout()
                .filter(p -> course.failback().isEmpty() && p.stage() == Stage.MEASURING)
                .<List<Order>>map(p -> List.of(new Order.Wake(STEP, event.at().plus(REST))))
                .orElse(List.of());
    }

    static List<Order> none() {
        return List.of(new Order.Forget(STEP));
    }
}
