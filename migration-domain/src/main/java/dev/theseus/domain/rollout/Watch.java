package dev.theseus.domain.rollout;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.Reads;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Watches the errors of new while requests go there. The run that keeps the {@link TrafficWindow} asks after each look,
 * and tells the aggregate when there is something to say; the aggregate decides what follows.
 */
public final class Watch {

    private Watch() {}

    /**
     * What is watched.
     *
     * @param authority that takes writes: while it is old, only reads go to new
     * @param since when the present course began (a step, a cutover, the end of a failback): what was counted before
     *     was reacted to
     */
    public record Course(Side authority, Instant since) {}

    /**
     * What goes wrong, for people, if something does.
     *
     * @param window of what was counted
     * @param now the time of the last look
     * @param nodes that are alive; while one of them says that its reads of new fail, all read from old already, and
     *     the failback sees to it
     */
    public static Optional<String> trouble(
            AutomaticRollbackSettings settings,
            Course course,
            TrafficWindow window,
            Instant now,
            Collection<NodeBeat> nodes) {
        if (nodes.stream().anyMatch(n -> n.reads() == Reads.FAILING)) {
            return Optional.empty();
        }
        Instant from = now.minus(settings.window());
        return window.since(from.isAfter(course.since()) ? from : course.since(), Duration.ZERO)
                .filter(e -> e.requestsOfNew(course.authority()) >= settings.minimumRequests())
                .filter(e -> e.requestErrorRate(course.authority()) > settings.errorRate())
                .map(e -> "%.2f %% of %d requests to new failed within %d s, at most %.2f %% are allowed"
                        .formatted(
                                100 * e.requestErrorRate(course.authority()),
                                e.requestsOfNew(course.authority()),
                                e.covered().toSeconds(),
                                100 * settings.errorRate()));
    }
}
