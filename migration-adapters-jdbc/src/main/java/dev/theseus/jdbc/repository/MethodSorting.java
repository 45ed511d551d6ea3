package dev.theseus.jdbc.repository;

import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.repository.RoutedMethod.TouchedRows;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says for every method of a repository what its calls do, or what keeps it from being routed. */
final class MethodSorting {

    private static final Logger LOG = LoggerFactory.getLogger(RoutedRepository.class);

    private final Class<?> repository;
    private final Scope scope;
    private final Rows rows;
    private final IdForms ids;
    private final DeclaredTypes types;
    private final List<String> problems = new ArrayList<>();
    private final List<String> nameless = new ArrayList<>();

    /**
     * What the calls are about.
     *
     * @param table that the rows are in
     * @param alsoRead further tables that reads look at
     */
    record Scope(Gateway gateway, TableName table, List<TableName> alsoRead, Object old, Object target) {}

    MethodSorting(Class<?> repository, Scope scope, Rows rows, IdForms ids) {
        this.repository = repository;
        this.scope = scope;
        this.rows = rows;
        this.ids = ids;
        this.types = new DeclaredTypes(repository);
    }

    /** @throws RepositoryRefused with everything that is wrong */
    Map<Method, RoutedMethod> sorted() {
        Map<Method, RoutedMethod> methods = new HashMap<>();
        for (Method method : repository.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                sort(method, methods);
            }
        }
        if (!problems.isEmpty()) {
            throw new RepositoryRefused(repository, problems);
        }
        if (!nameless.isEmpty()) {
            LOG.info(
                    "{}: writes by {} name no rows, so the relay brings them over; @Key or an entity's key names them",
                    repository.getSimpleName(),
                    String.join(", ", nameless));
        }
        return methods;
    }

    private void sort(Method method, Map<Method, RoutedMethod> methods) {
        if (isComposed(method)) {
            methods.put(method, new RoutedMethod.Composed(body(method)));
            return;
        }
        switch (Sort.of(method)) {
            case READS_ROUTED -> methods.put(method, read(method));
            case READS_AUTHORITY ->
                methods.put(method, new RoutedMethod.ReadOfAuthority(scope.gateway(), old(method), target(method)));
            case WRITES -> methods.put(method, write(method));
            case UNKNOWN ->
                problems.add(named(method) + ": the name says neither that it reads nor that it writes. Annotate it"
                        + " with @Reads or @Writes");
            case UNBOUNDED_WRITE ->
                problems.add(named(method) + ": it writes and returns before that is done, so nobody knows when the"
                        + " write has committed. Let it return when it has, and call it on another thread");
        }
    }

    /** An implementation that overrides a default method is called, as it would be without routing. */
    private boolean isComposed(Method method) {
        return method.isDefault()
                && !method.isAnnotationPresent(Reads.class)
                && !method.isAnnotationPresent(Writes.class)
                && !Implementation.overrides(scope.old(), method)
                && !Implementation.overrides(scope.target(), method);
    }

    private MethodHandle body(Method method) {
        Class<?> owner = method.getDeclaringClass();
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).unreflectSpecial(method, owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The default method " + named(method) + " can't be called", e);
        }
    }

    private RoutedMethod read(Method method) {
        // an answer that shows other tables' rows as well is not fresh because one row of this table is
        KeySource source = scope.alsoRead().isEmpty() ? KeySource.ofRead(method) : new KeySource.Unnamed();
        return new RoutedMethod.Read(
                scope.gateway(), ContextSource.of(method), touched(method, source), old(method), target(method));
    }

    private RoutedMethod write(Method method) {
        KeySource source = KeySource.ofWrite(method);
        if (source instanceof KeySource.Entities && !rows.mayBeEntity(types.all(method))) {
            nameless.add(method.getName());
        }
        return new RoutedMethod.Write(scope.gateway(), touched(method, source), old(method), target(method));
    }

    private Implementation old(Method method) {
        return new Implementation(scope.old(), method);
    }

    private Implementation target(Method method) {
        return new Implementation(scope.target(), method);
    }

    private TouchedRows touched(Method method, KeySource source) {
        if (source instanceof KeySource.Named(List<Integer> parameters)) {
            parameters.forEach(parameter -> types.element(method, parameter)
                    .filter(type -> !ids.mayKnow(type))
                    .ifPresent(type -> problems.add(named(method) + ": the text that the database gives a key of "
                            + type.getName() + " is not known. Say it by id(" + type.getSimpleName() + ".class, …)")));
        }
        return new TouchedRows(scope.table(), source, rows);
    }

    private String named(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
