package dev.theseus.jdbc.rowmapping;

import dev.theseus.domain.mapping.RowMapping;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds mappings in Java by the names of their classes: on the class path of the program, or among the classes of the
 * service that embeds it.
 */
public final class RowMappings {

    private RowMappings() {}

    /**
     * @param className as {@link Class#getName} has it: a class within another stands behind a {@code $}
     * @throws IllegalArgumentException if there is no such class, or it is no mapping that can be made; it says what to
     *     do
     */
    public static RowMapping<?, ?> named(String className) {
        Object made = make(className, load(className));
        if (made instanceof RowMapping<?, ?> mapping) {
            return mapping;
        }
        throw new IllegalArgumentException(
                "Class " + className + " is no mapping: let it implement " + RowMapping.class.getName());
    }

    /**
     * What the components of a row's record stand for, in their order.
     *
     * @throws IllegalArgumentException if one is of a type that no column becomes, or two stand for one column
     */
    public static List<RowColumn> columns(Class<? extends Record> row) {
        List<RowColumn> columns = RecordForm.of(row).described();
        Set<String> seen = new HashSet<>();
        for (RowColumn column : columns) {
            if (!seen.add(column.column())) {
                throw new IllegalArgumentException("Two components of " + row.getName() + " stand for column "
                        + column.column() + ": remove one, or say another column by @ColumnName");
            }
        }
        return columns;
    }

    /** The thread's own loader first: that of a service, or of the program with what was put beside it. */
    private static Class<?> load(String className) {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(className, true, ofThread == null ? RowMappings.class.getClassLoader() : ofThread);
        } catch (ClassNotFoundException e) {
            try {
                return Class.forName(className);
            } catch (ClassNotFoundException nowhere) {
                throw new IllegalArgumentException(
                        "There is no class " + className
                                + " on the class path: correct the name, or put the jar that holds it there (for the program: java"
                                + " -Dloader.path=FILE.jar -jar theseus.jar …)",
                        nowhere);
            }
        } catch (LinkageError e) {
            throw new IllegalArgumentException(
                    "Class " + className + " can't be used: " + e.getClass().getSimpleName() + " (" + e.getMessage()
                            + "). Put everything that it needs on the class path",
                    e);
        }
    }

    private static Object make(String className, Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException | InstantiationException e) {
            throw new IllegalArgumentException(
                    "Class " + className + " can't be made: let it be a class with a constructor without parameters",
                    e);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "Class " + className + " can't be made: its constructor failed with "
                            + String.valueOf(e.getCause()),
                    e);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("Class " + className + " can't be made: its constructor is hidden", e);
        }
    }
}
