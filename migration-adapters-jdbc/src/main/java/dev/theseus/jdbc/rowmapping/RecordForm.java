package dev.theseus.jdbc.rowmapping;

import dev.theseus.domain.mapping.ColumnName;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the rows of a table become records of a class, and back. Safe for several threads. */
final class RecordForm<R extends Record> {

    private final Constructor<R> constructor;
    private final List<Part> parts;

    /**
     * @param column that the component stands for
     * @param component of the record
     * @param form of its values
     */
    private record Part(String column, RecordComponent component, ValueForm<Object> form) {}

    private RecordForm(Constructor<R> constructor, List<Part> parts) {
        this.constructor = constructor;
        this.parts = parts;
    }

    /** @throws IllegalArgumentException if a component is of a type that no value becomes, naming it */
    static <R extends Record> RecordForm<R> of(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<Part> parts = Arrays.stream(components).map(RecordForm::part).toList();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new RecordForm<>(constructor, parts);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every record has its constructor", e);
        }
    }

    @SuppressWarnings("unchecked") // a component's values are of its type
    private static Part part(RecordComponent component) {
        ValueForm<?> form = ValueForm.of(component.getType())
                .orElseThrow(() -> new IllegalArgumentException("Component " + component.getName() + " of "
                        + component.getDeclaringRecord().getName() + " is of type "
                        + component.getType().getSimpleName()
                        + ", which no column becomes. Take a String, a number, a boolean, a date or time of java.time, a "
                        + "UUID, an enum or a ByteBuffer."));
        component.getAccessor().setAccessible(true);
        return new Part(column(component), component, (ValueForm<Object>) form);
    }

    private static String column(RecordComponent component) {
        ColumnName named = component.getAnnotation(ColumnName.class);
        return named != null
                ? named.value()
                : component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** What the components stand for. */
    List<RowColumn> described() {
        return parts.stream()
                .map(p -> new RowColumn(
                        p.component().getName(), p.column(), p.component().getType()))
                .toList();
    }

    /** Whether two texts are one value for a component, as a date may be written in two ways. */
    boolean isSame(int place, @Nullable String one, @Nullable String other) {
        if (one == null || other == null || one.equals(other)) {
            return Objects.equals(one, other);
        }
        ValueForm<Object> form = parts.get(place).form();
        try {
            return form.read().apply(one).equals(form.read().apply(other));
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The columns in the order of the components. */
    List<String> columns() {
        return parts.stream().map(Part::column).toList();
    }

    /** @throws IllegalArgumentException if a value is none that its component can hold; it names the column alone */
    R read(List<? extends @Nullable String> values) {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            arguments.add(argument(parts.get(i), values.get(i)));
        }
        return make(arguments);
    }

    /** @param values of the components, in their order */
    R make(List<@Nullable Object> values) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            Throwable refusal = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "the record refuses the row (" + refusal.getClass().getSimpleName() + ")", refusal);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Can't make a " + constructor.getDeclaringClass().getName(), e);
        }
    }

    private static @Nullable Object argument(Part part, @Nullable String text) {
        if (text == null) {
            if (part.component().getType().isPrimitive()) {
                throw new IllegalArgumentException("column " + part.column() + " is NULL, which component "
                        + part.component().getName() + " can't be");
            }
            return null;
        }
        try {
            return part.form().read().apply(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "column " + part.column() + " holds a value that is no "
                            + part.component().getType().getSimpleName(),
                    e);
        }
    }

    /** The value of one component, as it is printed. */
    @Nullable
    String printed(int place, R row) {
        Part part = parts.get(place);
        Object value = value(part.component(), row);
        return value == null ? null : part.form().print().apply(value);
    }

    /** An error that holds no value of a row. */
    static IllegalArgumentException refusal(String message) {
        return new IllegalArgumentException(message);
    }

    List<@Nullable String> print(R row) {
        List<@Nullable String> values = new ArrayList<>();
        for (int place = 0; place < parts.size(); place++) {
            values.add(printed(place, row));
        }
        return values;
    }

    static @Nullable Object value(RecordComponent component, Record row) {
        try {
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Can't read " + component.getName(), e);
        }
    }
}
