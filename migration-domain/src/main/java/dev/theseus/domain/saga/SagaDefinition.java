package dev.theseus.domain.saga;

import java.util.List;

/**
 * The outline of a workflow. It is kept with each saga that begins, which goes on by it whatever becomes of the
 * workflow; a workflow whose steps change gets the next version.
 *
 * @param workflow its name, not empty
 * @param version from 1
 * @param steps in the order in which they are done, at least one
 */
public record SagaDefinition(String workflow, int version, List<StepOutline> steps) {

    public SagaDefinition {
        steps = List.copyOf(steps);
        if (workflow.isBlank() || version < 1 || steps.isEmpty()) {
            throw new IllegalArgumentException(
                    "A workflow needs a name, a version from 1 and a step; got \"" + workflow + "\" " + version);
        }
        if (steps.stream().map(StepOutline::name).distinct().count() < steps.size()) {
            throw new IllegalArgumentException("Two steps of \"" + workflow + "\" have the same name");
        }
    }

    StepOutline step(String name) {
        return steps.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(workflow + " has no step \"" + name + "\""));
    }
}
