package dev.theseus.messaging.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.ByteArrayToJsonNodeConverter;
import org.axonframework.serialization.jackson3.JsonNodeToByteArrayConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Writes and reads the stored forms that it is given, and refuses everything else: what has no logical name can't get
 * into the store by accident, and what a newer Theseus wrote is not half understood. Safe for several threads.
 */
public final class StoredFormSerializer implements Serializer {

    /** Axon itself asks for metadata by this name when it reads; it is not written anywhere. */
    private static final StoredForm<MetaData, Texts> META_DATA =
            new StoredForm<>(MetaData.class, MetaData.class.getName(), 1, Texts.class, Texts::new, MetaData::from);

    private final Map<Class<?>, StoredForm<?, ?>> byClass;
    private final Map<String, StoredForm<?, ?>> byName;
    private final ChainingConverter converter = new ChainingConverter();

    public StoredFormSerializer(List<? extends StoredForm<?, ?>> forms) {
        List<StoredForm<?, ?>> all = new ArrayList<>(forms);
        all.add(META_DATA);
        byClass = all.stream().collect(Collectors.toUnmodifiableMap(StoredForm::type, Function.identity()));
        byName = all.stream().collect(Collectors.toUnmodifiableMap(StoredForm::name, Function.identity()));
        converter.registerConverter(new ByteArrayToJsonNodeConverter(StoredJson.MAPPER));
        converter.registerConverter(new JsonNodeToByteArrayConverter(StoredJson.MAPPER));
    }

    /** The JSON of a value, for people. */
    public String json(Object value) {
        return StoredJson.MAPPER.writeValueAsString(formOf(value.getClass()).toJson(value));
    }

    /** The form in which values of a class are kept. */
    public StoredForm<?, ?> formOf(Class<?> type) {
        StoredForm<?, ?> form = byClass.get(type);
        if (form == null) {
            throw new SerializationException(type.getName() + " has no stored form: give it a logical name first");
        }
        return form;
    }

    @Override
    public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> expectedRepresentation) {
        byte[] bytes = StoredJson.MAPPER.writeValueAsBytes(
                object == null ? null : formOf(object.getClass()).toJson(object));
        return new SimpleSerializedObject<>(
                converter.convert(bytes, byte[].class, expectedRepresentation),
                expectedRepresentation,
                typeForClass(object == null ? Void.class : object.getClass()));
    }

    @Override
    public <T> boolean canSerializeTo(Class<T> expectedRepresentation) {
        return converter.canConvert(byte[].class, expectedRepresentation);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Axon's contract: the stored name says what T is
    public <S, T> @Nullable T deserialize(SerializedObject<S> stored) {
        if (SerializedType.emptyType().equals(stored.getType())) {
            return null;
        }
        StoredForm<?, ?> form = formNamed(stored.getType());
        byte[] bytes = converter.convert(stored.getData(), stored.getContentType(), byte[].class);
        try {
            return (T) form.fromJson(StoredJson.MAPPER.readValue(bytes, form.json()));
        } catch (JacksonException unreadable) {
            // the message of the original quotes what it read
            throw new SerializationException("What is stored as " + form.name() + " can't be read: "
                    + unreadable.getClass().getSimpleName());
        }
    }

    private StoredForm<?, ?> formNamed(SerializedType type) {
        StoredForm<?, ?> form = byName.get(type.getName());
        String revision = type.getRevision();
        if (form == null || (revision != null && !revision.equals(Integer.toString(form.revision())))) {
            throw new SerializationException("The control database holds " + type.getName() + " in revision " + revision
                    + ", which this version of Theseus does not know: use the version that wrote it, or a newer one");
        }
        return form;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public Class classForType(SerializedType type) {
        return SerializedType.emptyType().equals(type)
                ? Void.class
                : formNamed(type).type();
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public SerializedType typeForClass(@Nullable Class type) {
        if (type == null || Void.class.equals(type)) {
            return SerializedType.emptyType();
        }
        StoredForm<?, ?> form = formOf(type);
        return new SimpleSerializedType(form.name(), Integer.toString(form.revision()));
    }

    @Override
    public Converter getConverter() {
        return converter;
    }

    /** Metadata as it is written: sorted by name. */
    private static final class Texts extends TreeMap<String, Object> {

        private static final long serialVersionUID = 1L;

        Texts() {}

        Texts(MetaData metaData) {
            super(metaData);
        }
    }
}
