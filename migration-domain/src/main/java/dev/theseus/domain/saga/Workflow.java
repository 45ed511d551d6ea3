package dev.theseus.domain.saga;

import dev.theseus.domain.saga.StepOutline.Undo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workflow: its outline, and what its steps do. Immutable; made by {@link #named}.
 *
 * @param definition the outline
 * @param steps what each does, by name
 */
public record Workflow(SagaDefinition definition, Map<String, Step> steps) {

    public Workflow {
        steps = Map.copyOf(steps);
    }

    /**
     * What a step does.
     *
     * @param action does it
     * @param compensation takes it back
     * @param look says whether it has happened
     */
    public record Step(StepAction action, Optional<StepAction> compensation, Optional<StepLook> look) {}

    /**
     * Begins to describe one.
     *
     * @param version from 1; a workflow whose steps change gets the next one, and the last one stays in place until no
     *     saga of it is open
     */
    public static Description named(String name, int version) {
        return new Description(name, version);
    }

    /** Describes a workflow step by step. Not safe for several threads. */
    public static final class Description {

        private final String name;
        private final int version;
        private final List<StepDescription> steps = new ArrayList<>();

        private Description(String name, int version) {
            this.name = name;
            this.version = version;
        }

        /** Adds a step; what is said after this is about it. */
        public StepDescription step(String step, StepAction action) {
            StepDescription added = new StepDescription(this, step, action);
            steps.add(added);
            return added;
        }

        private Workflow workflow() {
            Map<String, Step> actions = new LinkedHashMap<>();
            steps.forEach(s -> actions.put(s.name, new Step(s.action, s.compensation, s.look)));
            return new Workflow(
                    new SagaDefinition(
                            name,
                            version,
                            steps.stream().map(StepDescription::outline).toList()),
                    actions);
        }
    }

    /** Describes a step. Not safe for several threads. */
    public static final class StepDescription {

        private final Description workflow;
        private final String name;
        private final StepAction action;
        private Duration deadline = StepOutline.DEFAULT_DEADLINE;
        private RetryPolicy retries = RetryPolicy.DEFAULT;
        private Optional<StepAction> compensation = Optional.empty();
        private Optional<StepLook> look = Optional.empty();

        private StepDescription(Description workflow, String name, StepAction action) {
            this.workflow = workflow;
            this.name = name;
            this.action = action;
        }

        /** How long it may take, with all attempts and rests. */
        public StepDescription within(Duration time) {
            this.deadline = time;
            return this;
        }

        /** How often it is tried. */
        public StepDescription retrying(RetryPolicy policy) {
            this.retries = policy;
            return this;
        }

        /** What takes it back; without this there is nothing to take back. */
        public StepDescription undoneBy(StepAction itsCompensation) {
            this.compensation = Optional.of(itsCompensation);
            return this;
        }

        /** How to find out whether it has happened; without this it is simply done again. */
        public StepDescription lookedAtBy(StepLook itsLook) {
            this.look = Optional.of(itsLook);
            return this;
        }

        /** Adds the next step. */
        public StepDescription step(String next, StepAction itsAction) {
            return workflow.step(next, itsAction);
        }

        /** All steps are described. */
        public Workflow build() {
            return workflow.workflow();
        }

        private StepOutline outline() {
            return new StepOutline(
                    name, deadline, retries, compensation.isPresent() ? Undo.COMPENSATION : Undo.NOTHING_TO_UNDO);
        }
    }
}
