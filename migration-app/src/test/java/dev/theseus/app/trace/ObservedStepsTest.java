package dev.theseus.app.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.run.RunListener;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.VerificationReport;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservedStepsTest {

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

            @Override
            public void onStop(Observation.Context context) {
                told.add(context.getName() + " "
                        + context.getLowCardinalityKeyValue("step").getValue()
                        + (context.getError() == null
                                ? ""
                                : ": " + context.getError().getMessage()));
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    /** Who is told everything all the same. */
    private final class Heard implements RunListener {

        @Override
        public void begins(Work work) {
            told.add("begins");
        }

        @Override
        public void ended(Work work, Duration took) {
            told.add("ended");
        }

        @Override
        public void waits(String what) {
            told.add(what);
        }

        @Override
        public void compared(TableComparison comparison) {
            told.add("compared");
        }

        @Override
        public void verified(VerificationReport report) {
            told.add("verified");
        }

        @Override
        public void handed(HandoverOutcome outcome) {
            told.add("handed");
        }

        @Override
        public void failed(Work work, RuntimeException reason) {
            told.add("failed");
        }
    }

    @Test
    void each_step_is_an_observation_that_knows_how_it_ended() {
        RunListener steps = Tracing.to(registry).steps().apply(new Heard());
        Work copy = new Work.CopyTables();
        steps.begins(copy);
        steps.waits("for old");
        steps.ended(copy, Duration.ZERO);
        Work fence = new Work.InstallFence();
        steps.begins(fence);
        steps.failed(fence, new IllegalStateException("no right"));
        steps.ended(fence, Duration.ZERO);

        assertThat(told)
                .containsExactly(
                        "begins",
                        "for old",
                        "theseus.step copy-tables",
                        "ended",
                        "begins",
                        "failed",
                        "theseus.step install-fence: no right",
                        "ended");
    }

    @Test
    void without_anybody_who_traces_there_is_nothing_in_between() {
        RunListener alone = new Heard();

        assertThat(Tracing.of(Map.of(), new MigrationId("shop")).steps().apply(alone))
                .isSameAs(alone);
    }
}
