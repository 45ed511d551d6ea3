package dev.theseus.domain.process;

import dev.theseus.domain.migration.Course;
import dev.theseus.domain.migration.Failback;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RestoreCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a failback wants done: wait until new works on all nodes, bring over and compare, and no longer than allowed.
 */
final class FailbackOrders {

    /** It has taken as long as it may. */
    static final String FAILBACK = "failback";

    /** The work in hand failed, and is to be tried again. */
    static final String RETRY = "failback-retry";

    static final Duration REST = Duration.ofSeconds(5);

    private FailbackOrders() {}

    static List<Order> outstanding(Course course, MigrationEvent event) {
        return course.failback()
                .map(f -> {
                    List<Order> orders = new ArrayList<>();
                    orders.add(new Order.Wake(FAILBACK, f.deadline()));
                    orders.addAll(work(course));
                    return orders;
                })
                .orElse(List.of());
    }

    /** The work of the stage; a node that fails again makes it the first one's. */
    static List<Order> work(Course course) {
        return course.failback()
                .<List<Order>>map(f -> List.of(new Order.Do(work(f))))
                .orElse(List.of());
    }

    private static Work work(Failback failback) {
        return switch (failback.stage()) {
            case FAILING -> new Work.AwaitReads();
            case RECOVERED -> new Work.VerifyTouched();
        };
    }

    /** What settled nothing proves nothing. */
    static List<Order> compared(Course course, MigrationEvent.FailbackCompared event) {
        return switch (event.summary().verdict()) {
            case UNSETTLED, NOTHING_COMPARED -> retry(course, event);
            case EQUAL, DIVERGENT -> List.of();
        };
    }

    static List<Order> retry(Course course, MigrationEvent event) {
        return course.failback().isPresent()
                ? List.of(new Order.Wake(RETRY, event.at().plus(REST)))
                : List.of();
    }

    static List<Order> due(Course course, MigrationEvent.DeadlinePassed event) {
        return switch (event.deadline()) {
            case RETRY -> work(course);
            case FAILBACK -> overdue(course, event);
            default -> List.of();
        };
    }

    private static List<Order> overdue(Course course, MigrationEvent event) {
        return course.failback()
                .filter(f -> !event.at().isBefore(f.deadline()))
                .<List<Order>>map(f -> List.of(new Order.Send(new MigrationCommand.ReportTrouble(
                        event.migration(),
                        event.at(),
                        RestoreCause.FAILBACK_DEADLINE,
                        "reads of new failed, and it could not be used again in time"))))
                .orElse(List.of());
    }

    static List<Order> none() {
        return List.of(new Order.Forget(FAILBACK), new Order.Forget(RETRY));
    }
}
