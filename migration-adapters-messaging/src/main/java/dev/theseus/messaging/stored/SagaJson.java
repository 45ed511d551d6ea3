package dev.theseus.messaging.stored;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaState;
import tools.jackson.databind.module.SimpleModule;

/** What Jackson has to be told about the domain's sagas. */
final class SagaJson extends SimpleModule {

    private static final long serialVersionUID = 1L;

    SagaJson() {
        super("sagas");
        setMixInAnnotation(SagaId.class, NamedSaga.class);
        setMixInAnnotation(SagaState.class, TypedState.class);
    }

    abstract static class NamedSaga {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        NamedSaga(String value) {}

        @JsonValue
        abstract String value();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = SagaState.Absent.class, name = "absent"),
        @JsonSubTypes.Type(value = SagaState.Forward.class, name = "forward"),
        @JsonSubTypes.Type(value = SagaState.Backward.class, name = "backward"),
        @JsonSubTypes.Type(value = SagaState.Ended.class, name = "ended")
    })
    interface TypedState {}
}
