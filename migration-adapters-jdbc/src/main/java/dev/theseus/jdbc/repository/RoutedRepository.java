package dev.theseus.jdbc.repository;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.gateway.Gateway;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes one repository of two: an object of the service's own interface, over an implementation on old and one on new.
 * Writes go to the database that has authority, and are done on the other one if it has just moved; from old they are
 * brought over by the gateway. Reads go where the gateway sends them.
 *
 * <p>Methods are sorted by the first word of their names, as Spring Data has them ({@code find, get, read, query,
 * search, stream, count, exists …} read; {@code save, insert, add, create, update, set, delete, remove, persist, flush
 * …} write), or by {@link Reads} and {@link Writes}. One that fits neither is refused when the repository is built. A
 * default method runs over the routed repository itself, so what it calls is routed call by call, unless it is
 * annotated or overridden.
 *
 * <p>A row is known by {@link Key}, by the only parameter of a method named {@code …ById}, or by an entity that a write
 * takes or returns ({@link #key}). Writes to rows that nothing names are brought over by the relay.
 *
 * <p>An answer must be complete when its method returns: what is fetched later, such as a lazy association, comes from
 * the database that answered, after the gateway has lost sight of it, without time limit and way back. Reads that
 * return streams, iterators or futures are therefore answered where authority is, as are those that lock, unless
 * {@link Reads} says otherwise.
 *
 * <p>Implementations throw through it unchanged. (A checked exception that its method doesn't declare can't pass a Java
 * proxy.) The result is safe for several threads if the implementations are; this builder is not.
 *
 * @param <T> the service's interface; in its own terms, so that the entities of the two sides may differ
 */
public final class RoutedRepository<T> {

    private final Class<T> type;
    private final List<TableName> alsoRead = new ArrayList<>();
    private final Map<Class<?>, Function<Object, @Nullable Object>> entities = new LinkedHashMap<>();
    private final Map<Class<?>, Function<Object, RowKey>> forms = new LinkedHashMap<>();
    private @Nullable TableName table;
    private @Nullable T old;
    private @Nullable T target;

    private RoutedRepository(Class<T> type) {
        this.type = type;
    }

    /** @param type the repository's interface */
    public static <T> RoutedRepository<T> of(Class<T> type) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException(type.getName() + " is no interface, so it can't be routed");
        }
        return new RoutedRepository<>(type);
    }

    /** The table that the rows are in, by its name in the old database, as {@code public.orders}. */
    public RoutedRepository<T> table(String qualified) {
        String[] parts = qualified.split("\\.", 2);
        return parts.length == 2 ? table(new TableName(parts[0], parts[1])) : table(new TableName("public", qualified));
    }

    public RoutedRepository<T> table(TableName named) {
        this.table = named;
        return this;
    }

    /**
     * Further tables whose rows its reads show, such as an order's lines. Then no single row is enough for a reader to
     * see its own write: such reads come from new when the relay has passed the write.
     */
    public RoutedRepository<T> alsoReads(String... qualified) {
        for (String each : qualified) {
            String[] parts = each.split("\\.", 2);
            alsoRead.add(parts.length == 2 ? new TableName(parts[0], parts[1]) : new TableName("public", each));
        }
        return this;
    }

    public RoutedRepository<T> old(T implementation) {
        this.old = implementation;
        return this;
    }

    public RoutedRepository<T> target(T implementation) {
        this.target = implementation;
        return this;
    }

    /**
     * How an entity names its row.
     *
     * @param id gives the key: a value, a {@link RowKey}, or a list of the key's columns in the order of the plan; null
     *     while it has none
     */
    @SuppressWarnings("unchecked") // the function is only given what is an instance of the class
    public <E> RoutedRepository<T> key(Class<E> entity, Function<? super E, ? extends @Nullable Object> id) {
        entities.put(entity, (Function<Object, @Nullable Object>) (Function<?, ?>) id);
        return this;
    }

    /** How ids of a type of the service's own are written in the database: each key column's text, in its order. */
    @SuppressWarnings("unchecked") // the function is only given what is an instance of the class
    public <I> RoutedRepository<T> id(Class<I> idType, Function<? super I, RowKey> form) {
        forms.put(idType, (Function<Object, RowKey>) (Function<?, ?>) form);
        return this;
    }

    /** @throws RepositoryRefused if there are methods that can't be routed; it names them all */
    public T build(Gateway gateway) {
        IdForms ids = new IdForms(forms);
        MethodSorting.Scope scope = new MethodSorting.Scope(
                gateway,
                Objects.requireNonNull(table, "Say which table by table(\"schema.table\")"),
                List.copyOf(alsoRead),
                Objects.requireNonNull(old, "Say what reads and writes old by old(…)"),
                Objects.requireNonNull(target, "Say what reads and writes new by target(…)"));
        MethodSorting sorting = new MethodSorting(type, scope, new Rows(entities, ids), ids);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new RoutedCalls(type, sorting.sorted())));
    }
}
