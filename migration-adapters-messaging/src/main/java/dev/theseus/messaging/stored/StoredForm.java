package dev.theseus.messaging.stored;

import java.util.function.Function;

/**
 * How values of one Java type are kept. The name and the revision are what is written; the class may be renamed at
 * will.
 *
 * @param type in Java; values of exactly this class
 * @param name written beside the value
 * @param revision written beside the value, from 1; a changed form has the next one, and an upcaster from the last
 * @param json the class that the JSON is made from
 * @param write makes it
 * @param read takes it back
 */
public record StoredForm<T, J>(
        Class<T> type, String name, int revision, Class<J> json, Function<T, J> write, Function<J, T> read) {

    /** A value whose JSON follows from its own class. */
    public static <T> StoredForm<T, T> of(Class<T> type, String name, int revision) {
        return new StoredForm<>(type, name, revision, type, Function.identity(), Function.identity());
    }

    J toJson(Object value) {
        return write.apply(type.cast(value));
    }

    T fromJson(Object value) {
        return read.apply(json.cast(value));
    }
}
