package dev.theseus.app.embed.flags;

import dev.theseus.app.embed.flags.OpenFeatureNarrowing.Who;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the flag said last, for as many as memory is given to: of two generations the older is forgotten as a whole. */
final class LastAnswers {

    /** About 2 MB for both generations. */
    private static final int GENERATION = 5_000;

    private volatile Map<Who, Switch> recent = new ConcurrentHashMap<>();
    private volatile Map<Who, Switch> earlier = Map.of();
    private volatile Switch forStrangers = Switch.ON;

    Switch keep(Who who, Switch answer) {
        if (recent.get(who) != answer) {
            if (recent.size() >= GENERATION) {
                earlier = recent;
                recent = new ConcurrentHashMap<>();
            }
            recent.put(who, answer);
        }
        if (answer == Switch.OFF && forStrangers == Switch.ON) {
            forStrangers = Switch.OFF;
        }
        return answer;
    }

    Switch last(Who who) {
        @Nullable Switch known = recent.get(who);
        return known != null ? known : earlier.getOrDefault(who, forStrangers);
    }

    int size() {
        return recent.size() + earlier.size();
    }
}
