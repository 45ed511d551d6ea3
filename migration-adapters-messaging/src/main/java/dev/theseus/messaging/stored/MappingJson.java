package dev.theseus.messaging.stored;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Mapping;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.util.StdConverter;

/** What Jackson has to be told about mappings. */
final class MappingJson extends SimpleModule {

    private static final long serialVersionUID = 1L;

    MappingJson() {
        super("mappings");
        setMixInAnnotation(Expression.class, TypedExpression.class);
        setMixInAnnotation(Mapping.class, ShortMapping.class);
        setMixInAnnotation(KeyMap.Given.class, TypedGiven.class);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Expression.Same.class, name = "same"),
        @JsonSubTypes.Type(value = Expression.Sql.class, name = "sql"),
        @JsonSubTypes.Type(value = Expression.Java.class, name = "java")
    })
    interface TypedExpression {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = KeyMap.Given.Counted.class, name = "counted"),
        @JsonSubTypes.Type(value = KeyMap.Given.Random.class, name = "random")
    })
    interface TypedGiven {}

    @JsonSerialize(converter = ToStored.class)
    @JsonDeserialize(converter = FromStored.class)
    interface ShortMapping {}

    /**
     * Rows that look the same on both sides are most of what is kept, so their columns are named once.
     *
     * @param same these rows, instead of the images
     */
    record Stored(int version, Optional<Same> same, Optional<Image> forward, Optional<Image> reverse) {}

    record Same(List<String> key, List<String> columns) {}

    static final class ToStored extends StdConverter<Mapping, Stored> {
        @Override
        public Stored convert(Mapping mapping) {
            return mapping.forward()
                    .filter(image -> mapping.isSame())
                    .map(image -> new Stored(
                            mapping.version(),
                            Optional.of(new Same(image.sourceKey(), image.targetColumns())),
                            Optional.empty(),
                            Optional.empty()))
                    .orElseGet(() ->
                            new Stored(mapping.version(), Optional.empty(), mapping.forward(), mapping.reverse()));
        }
    }

    static final class FromStored extends StdConverter<Stored, Mapping> {
        @Override
        public Mapping convert(Stored stored) {
            Optional<Image> same = stored.same().map(s -> Image.same(s.key(), s.columns()));
            return new Mapping(stored.version(), same.or(stored::forward), same.or(stored::reverse));
        }
    }
}
