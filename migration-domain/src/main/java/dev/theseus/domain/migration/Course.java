package dev.theseus.domain.migration;

import dev.theseus.domain.rollout.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens to the service's requests by itself.
 *
 * @param rollout by steps, in progress
 * @param failback in progress
 * @param since when the present course began; what was counted before was reacted to
 * @param rollbacks when it last went back by itself, oldest first
 * @param withheld when it last did not, for each cause
 */
public record Course(
        Optional<RolloutProgress> rollout,
        Optional<Failback> failback,
        Instant since,
        List<Instant> rollbacks,
        Map<RestoreCause, Instant> withheld) {

    /** More than any sensible guard asks for. */
    private static final int ROLLBACKS_KEPT = 100;

    public static final Course NONE =
            new Course(Optional.empty(), Optional.empty(), Instant.EPOCH, List.of(), Map.of());

    public Course {
        rollbacks = List.copyOf(rollbacks);
        withheld = Map.copyOf(withheld);
    }

    /** What {@link Watch} is asked about. */
    public Watch.Course watched(KnownAuthority authority) {
        return new Watch.Course(authority.holder(), since);
    }

    Course with(Optional<RolloutProgress> changed) {
        return new Course(changed, failback, since, rollbacks, withheld);
    }

    Course failing(Optional<Failback> changed) {
        return new Course(rollout, changed, since, rollbacks, withheld);
    }

    Course since(Instant at) {
        return new Course(rollout, failback, at, rollbacks, withheld);
    }

    /** Neither a rollout nor a failback is in progress. */
    Course still(Instant at) {
        return new Course(Optional.empty(), Optional.empty(), at, rollbacks, withheld);
    }

    Course wentBack(Instant at) {
        List<Instant> more = new ArrayList<>(rollbacks);
        more.add(at);
        return new Course(
                rollout,
                failback,
                since,
                more.subList(Math.max(0, more.size() - ROLLBACKS_KEPT), more.size()),
                withheld);
    }

    Course withheld(RestoreCause cause, Instant at) {
        Map<RestoreCause, Instant> more = new EnumMap<>(RestoreCause.class);
        more.putAll(withheld);
        more.put(cause, at);
        return new Course(rollout, failback, since, rollbacks, more);
    }
}
