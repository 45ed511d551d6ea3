package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaDefinition;
import dev.theseus.domain.saga.Workflow;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The workflows that this process knows. */
final class Workflows {

    private record Version(String workflow, int version) {
        static Version of(SagaDefinition definition) {
            return new Version(definition.workflow(), definition.version());
        }
    }

    private final Map<Version, Workflow> known;

    Workflows(Collection<Workflow> workflows) {
        known = workflows.stream().collect(Collectors.toMap(w -> Version.of(w.definition()), Function.identity()));
    }

    /** The one that new sagas follow. */
    SagaDefinition newest(String name) {
        return known.values().stream()
                .map(Workflow::definition)
                .filter(d -> d.workflow().equals(name))
                .max((a, b) -> Integer.compare(a.version(), b.version()))
                .orElseThrow(() ->
                        new IllegalArgumentException("There is no workflow \"" + name + "\"; there are " + names()));
    }

    private String names() {
        return known.keySet().stream()
                .map(Version::workflow)
                .distinct()
                .sorted()
                .toList()
                .toString();
    }

    Workflow.Step step(SagaDefinition begun, String step) {
        Workflow workflow = known.get(Version.of(begun));
        Workflow.Step found = workflow == null ? null : workflow.steps().get(step);
        if (found == null) {
            throw new UnknownStep(begun, step);
        }
        return found;
    }
}
