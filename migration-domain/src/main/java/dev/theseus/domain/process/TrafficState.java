package dev.theseus.domain.process;

import dev.theseus.domain.migration.Course;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.process.BackfillState.Pace;
import java.util.Optional;

/**
 * What the process of the service's requests remembers between events.
 *
 * @param course what happens to them by itself
 * @param run the run in progress, if any
 * @param pace whether orders are given
 */
public record TrafficState(Course course, Optional<RunId> run, Pace pace) {

    public static final TrafficState INITIAL = new TrafficState(Course.NONE, Optional.empty(), Pace.WORKING);

    TrafficState with(Course changed) {
        return new TrafficState(changed, run, pace);
    }

    TrafficState with(Optional<RunId> changed) {
        return new TrafficState(course, changed, pace);
    }

    TrafficState at(Pace changed) {
        return new TrafficState(course, run, changed);
    }
}
