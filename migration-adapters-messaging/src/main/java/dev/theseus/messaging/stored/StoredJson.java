package dev.theseus.messaging.stored;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.migration.Incident;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.Transfer;
import dev.theseus.domain.plan.MigrationId;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one JSON of everything that is stored: record components sorted by name, so that their order in the source does
 * not matter; constants by name; times, durations and zones as ISO 8601 text; nothing unknown is passed over. What
 * Jackson has to be told about a class of the domain stands here, not in the domain.
 */
final class StoredJson {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SagaJson())
            .addModule(new MappingJson())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
            .changeDefaultVisibility(seen -> seen.withIsGetterVisibility(Visibility.NONE))
            .addMixIn(MigrationId.class, NamedMigration.class)
            .addMixIn(RunId.class, NamedRun.class)
            .addMixIn(Incident.class, TypedIncident.class)
            .addMixIn(DatabaseHealth.class, TypedHealth.class)
            .addMixIn(Transfer.class, TypedTransfer.class)
            .build();

    private StoredJson() {}

    abstract static class NamedMigration {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        NamedMigration(String value) {}

        @JsonValue
        abstract String value();
    }

    abstract static class NamedRun {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        NamedRun(String value) {}

        @JsonValue
        abstract String value();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Incident.ServerAway.class, name = "server-away"),
        @JsonSubTypes.Type(value = Incident.ServerBack.class, name = "server-back")
    })
    interface TypedIncident {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = DatabaseHealth.Away.class, name = "away"),
        @JsonSubTypes.Type(value = DatabaseHealth.Answers.class, name = "answers")
    })
    interface TypedHealth {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Transfer.Cutover.class, name = "cutover"),
        @JsonSubTypes.Type(value = Transfer.Restore.class, name = "restore"),
        @JsonSubTypes.Type(value = Transfer.Completion.class, name = "completion")
    })
    interface TypedTransfer {}
}
