package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaDefinition;

/** This process has not what a saga needs; another one may have it. */
final class UnknownStep extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SagaDefinition definition;

    UnknownStep(SagaDefinition definition, String step) {
        super("No step \"" + step + "\" of " + words(definition));
        this.definition = definition;
    }

    private static String words(SagaDefinition definition) {
        return "version " + definition.version() + " of \"" + definition.workflow() + "\"";
    }

    SagaDefinition definition() {
        return definition;
    }

    String text() {
        return "A process does not know " + words(definition) + ", of which a saga is open. Another process carries it"
                + " on, if one knows it: keep a version until its last saga has ended";
    }
}
