package dev.theseus.app.embed.flags;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Value;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.jdbc.gateway.Narrowing;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A boolean flag of an OpenFeature provider: a request may read from new only where it is true. The subject is the
 * targeting key; {@code segment}, {@code region} and {@code service} are attributes.
 *
 * <p>While the provider fails, a request is answered as the last one like it was. One that was never seen may read from
 * new, as the rollout says, unless the flag has been off for anybody yet: then it may be meant for this one too, and
 * old is always right. Safe for several threads; as fast as the provider, which should evaluate in the process.
 */
public final class OpenFeatureNarrowing implements Narrowing {

    private final Client client;
    private final String flag;
    private final LastAnswers answers = new LastAnswers();

    public OpenFeatureNarrowing(Client client, String flag) {
        this.client = client;
        this.flag = flag;
    }

    @Override
    public Switch newReads(RequestContext context) {
        Who who = new Who(context.subject(), context.segment(), context.region(), context.service());
        return ask(who).map(answer -> answers.keep(who, answer)).orElseGet(() -> answers.last(who));
    }

    private Optional<Switch> ask(Who who) {
        try {
            FlagEvaluationDetails<Boolean> details = client.getBooleanDetails(flag, true, who.attributes());
            return details.getErrorCode() == null && details.getValue() != null
                    ? Optional.of(details.getValue() ? Switch.ON : Switch.OFF)
                    : Optional.empty();
        } catch (RuntimeException failed) {
            // a provider's or a hook's: the request must not notice
            return Optional.empty();
        }
    }

    /** What a flag can tell requests apart by: the tokens, which change with every write, are left out. */
    record Who(Optional<String> subject, Optional<String> segment, Optional<String> region, Optional<String> service) {

        EvaluationContext attributes() {
            Map<String, Value> attributes = new HashMap<>();
            segment.ifPresent(text -> attributes.put("segment", new Value(text)));
            region.ifPresent(text -> attributes.put("region", new Value(text)));
            service.ifPresent(text -> attributes.put("service", new Value(text)));
            return subject.map(key -> new ImmutableContext(key, attributes))
                    .orElseGet(() -> new ImmutableContext(attributes));
        }
    }
}
