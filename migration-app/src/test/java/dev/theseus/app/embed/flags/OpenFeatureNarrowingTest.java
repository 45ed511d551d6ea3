package dev.theseus.app.embed.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenFeatureNarrowingTest {

    private static final String FLAG = "reads-from-new";

    private final Flags flags = new Flags();
    private final OpenFeatureNarrowing narrowing = narrowing(flags);

    /** Is off for some subjects; fails on demand. */
    private static final class Flags extends EventProvider {
        private final List<EvaluationContext> asked = new ArrayList<>();
        private Set<String> off = Set.of();
        private boolean isAway;

        @Override
        public Metadata getMetadata() {
            return () -> "planted";
        }

        @Override
        public ProviderEvaluation<Boolean> getBooleanEvaluation(
                String key, Boolean fallback, EvaluationContext context) {
            if (isAway) {
                throw new GeneralError("the flag service is away");
            }
            asked.add(context);
            return ProviderEvaluation.<Boolean>builder()
                    .value(!off.contains(String.valueOf(context.getTargetingKey())))
                    .build();
        }

        @Override
        public ProviderEvaluation<String> getStringEvaluation(String key, String fallback, EvaluationContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ProviderEvaluation<Integer> getIntegerEvaluation(
                String key, Integer fallback, EvaluationContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ProviderEvaluation<Double> getDoubleEvaluation(String key, Double fallback, EvaluationContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ProviderEvaluation<Value> getObjectEvaluation(String key, Value fallback, EvaluationContext context) {
            throw new UnsupportedOperationException();
        }
    }

    private static OpenFeatureNarrowing narrowing(Flags flags) {
        String domain = "test-" + System.identityHashCode(flags);
        OpenFeatureAPI.getInstance().setProviderAndWait(domain, flags);
        return new OpenFeatureNarrowing(OpenFeatureAPI.getInstance().getClient(domain), FLAG);
    }

    private Switch of(String subject) {
        return narrowing.newReads(RequestContext.of(subject));
    }

    @Test
    void a_request_reads_from_new_only_where_the_flag_is_true() {
        flags.off = Set.of("u1");
        assertThat(of("u1")).isEqualTo(Switch.OFF);
        assertThat(of("u2")).isEqualTo(Switch.ON);
    }

    @Test
    void the_provider_is_told_what_is_known_of_the_request() {
        narrowing.newReads(
                RequestContext.of("u1").withSegment("beta").withRegion("eu").withService("orders"));
        EvaluationContext asked = flags.asked.getFirst();
        assertThat(asked.getTargetingKey()).isEqualTo("u1");
        assertThat(asked.getValue("segment").asString()).isEqualTo("beta");
        assertThat(asked.getValue("region").asString()).isEqualTo("eu");
        assertThat(asked.getValue("service").asString()).isEqualTo("orders");
    }

    @Test
    void while_the_provider_fails_the_last_answer_for_a_request_holds() {
        flags.off = Set.of("u1");
        of("u1");
        of("u2");
        flags.isAway = true;
        assertThat(of("u1")).isEqualTo(Switch.OFF);
        assertThat(of("u2")).isEqualTo(Switch.ON);
    }

    @Test
    void a_request_never_seen_follows_the_rollout_alone_if_the_flag_was_never_off() {
        flags.isAway = true;
        assertThat(of("u1")).isEqualTo(Switch.ON);
    }

    @Test
    void a_request_never_seen_reads_from_old_if_the_flag_was_off_for_somebody() {
        flags.off = Set.of("u1");
        of("u1");
        flags.isAway = true;
        assertThat(of("stranger")).isEqualTo(Switch.OFF);
    }

    @Test
    void a_provider_that_is_back_is_believed_again() {
        flags.off = Set.of("u1");
        of("u1");
        flags.isAway = true;
        of("u1");
        flags.isAway = false;
        flags.off = Set.of();
        assertThat(of("u1")).isEqualTo(Switch.ON);
    }

    @Test
    void what_is_remembered_is_bounded() {
        LastAnswers answers = new LastAnswers();
        for (int i = 0; i < 20_000; i++) {
            answers.keep(
                    new OpenFeatureNarrowing.Who(
                            java.util.Optional.of("u" + i),
                            java.util.Optional.empty(),
                            java.util.Optional.empty(),
                            java.util.Optional.empty()),
                    i == 0 ? Switch.OFF : Switch.ON);
        }
        assertThat(answers.size()).isLessThanOrEqualTo(10_000);
    }
}
