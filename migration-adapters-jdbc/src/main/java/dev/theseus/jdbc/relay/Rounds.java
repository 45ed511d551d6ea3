package dev.theseus.jdbc.relay;

import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.throttle.Rest;
import java.util.concurrent.ExecutorService;

/**
 * What rounds are made of.
 *
 * @param work done on changes
 * @param lanes that keys are spread over
 * @param settings of the relay
 * @param rest after a round that others were waiting for, entries or callers
 */
record Rounds(RoundWork work, Lanes lanes, RelaySettings settings, Rest rest) {

    Round on(ExecutorService workers) {
        return new Round(work, lanes, settings, workers);
    }
}
