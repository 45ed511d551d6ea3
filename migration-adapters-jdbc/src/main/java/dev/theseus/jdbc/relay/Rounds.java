package dev.theseus.jdbc.relay;

import dev.theseus.domain.plan.RelaySettings;
import java.util.concurrent.ExecutorService;

/**
 * What rounds are made of.
 *
 * @param work done on changes
 * @param lanes that keys are spread over
 * @param settings of the relay
 */
record Rounds(RoundWork work, Lanes lanes, RelaySettings settings) {

    Round on(ExecutorService workers) {
        return new Round(work, lanes, settings, workers);
    }
}
