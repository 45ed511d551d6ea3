package dev.theseus.jdbc.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.RequestContexts;
import dev.theseus.jdbc.gateway.Touched;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutedRepositoryTest {

    private static final TableName ORDERS = new TableName("public", "orders");

    record Order(@Nullable Long id, String state) {}

    interface Orders {
        Optional<Order> findById(Long id);

        List<Order> findAllById(List<Long> ids);

        List<Order> findByState(String state);

        @Nullable
        String readState(@Key Long id, String unused);

        Order save(Order order);

        List<Order> saveAll(List<Order> orders);

        void delete(Order order);

        void deleteById(Long id);

        void deleteAllByIdInBatch(Iterable<Long> ids);

        int updateStateTo(String state);

        @Key
        Long createNamed(String name);

        @Writes
        void settle(@Key Long id) throws IOException;

        @Reads
        String describe(Long id);

        Stream<Order> streamAll();

        Order findByIdForUpdate(Long id);

        default String stateOf(Long id) {
            return findById(id).map(Order::state).orElse("none");
        }
    }

    /** Says which side it is, and remembers its calls. */
    private static final class Recorded implements Orders {
        private final String side;
        private final List<String> calls = new ArrayList<>();

        Recorded(String side) {
            this.side = side;
        }

        private <T> T did(String call, T answer) {
            calls.add(call);
            return answer;
        }

        @Override
        public Optional<Order> findById(Long id) {
            return did("findById", Optional.of(new Order(id, side)));
        }

        @Override
        public List<Order> findAllById(List<Long> ids) {
            return did("findAllById", List.of());
        }

        @Override
        public List<Order> findByState(String state) {
            return did("findByState", List.of());
        }

        @Override
        public String readState(Long id, String unused) {
            return did("readState", side);
        }

        @Override
        public Order save(Order order) {
            return did("save", new Order(order.id() == null ? Long.valueOf(77) : order.id(), side));
        }

        @Override
        public List<Order> saveAll(List<Order> orders) {
            return did("saveAll", orders);
        }

        @Override
        public void delete(Order order) {
            calls.add("delete");
        }

        @Override
        public void deleteById(Long id) {
            calls.add("deleteById");
        }

        @Override
        public void deleteAllByIdInBatch(Iterable<Long> ids) {
            calls.add("deleteAllByIdInBatch");
        }

        @Override
        public int updateStateTo(String state) {
            return did("updateStateTo", 3);
        }

        @Override
        public Long createNamed(String name) {
            return did("createNamed", 5L);
        }

        @Override
        public void settle(Long id) throws IOException {
            calls.add("settle");
            throw new IOException(side);
        }

        @Override
        public String describe(Long id) {
            return did("describe", side);
        }

        @Override
        public Stream<Order> streamAll() {
            return did("streamAll", Stream.of(new Order(1L, side)));
        }

        @Override
        public Order findByIdForUpdate(Long id) {
            return did("findByIdForUpdate", new Order(id, side));
        }
    }

    private final Recorded old = new Recorded("old");
    private final Recorded target = new Recorded("new");
    private final RecordingGateway gateway = new RecordingGateway(Side.NEW);
    private final Orders orders = RoutedRepository.of(Orders.class)
            .table("public.orders")
            .old(old)
            .target(target)
            .key(Order.class, Order::id)
            .build(gateway);

    private static Touched rows(String... keys) {
        return new Touched(ORDERS, Stream.of(keys).map(RowKey::of).toList());
    }

    @Test
    void a_read_by_id_is_routed_with_the_row_that_it_names() {
        assertThat(orders.findById(4L)).contains(new Order(4L, "new"));
        assertThat(orders.readState(9L, "x")).isEqualTo("new");
        assertThat(gateway.read).containsExactly(rows("4"), rows("9"));
    }

    @Test
    void a_read_of_many_rows_names_those_it_can() {
        orders.findAllById(List.of(1L, 2L));
        orders.findByState("open");
        assertThat(orders.describe(3L)).isEqualTo("new");
        assertThat(gateway.read).containsExactly(rows("1", "2"), rows(), rows());
    }

    @Test
    void writes_go_to_old_only() throws IOException {
        orders.save(new Order(1L, "a"));
        orders.deleteById(2L);
        orders.updateStateTo("b");
        assertThat(old.calls).containsExactly("save", "deleteById", "updateStateTo");
        assertThat(target.calls).isEmpty();
    }

    @Test
    void a_write_names_the_row_by_argument_or_by_what_it_returned() {
        orders.save(new Order(null, "made by the database"));
        orders.delete(new Order(3L, ""));
        orders.deleteById(4L);
        orders.createNamed("x");
        assertThat(gateway.written).containsExactly(rows("77"), rows("3"), rows("4"), rows("5"));
    }

    @Test
    void a_write_of_many_names_them_all() {
        orders.saveAll(List.of(new Order(1L, ""), new Order(2L, "")));
        orders.deleteAllByIdInBatch(List.of(8L, 9L));
        assertThat(gateway.written).containsExactly(rows("1", "2"), rows("8", "9"));
    }

    @Test
    void a_write_whose_rows_are_not_known_is_left_to_the_relay() {
        orders.updateStateTo("open");
        orders.saveAll(List.of(new Order(1L, ""), new Order(null, "")));
        orders.deleteAllByIdInBatch(() -> List.of(1L).iterator());
        assertThat(gateway.written).containsExactly(rows(), rows(), rows());
    }

    @Test
    void a_key_function_that_fails_leaves_the_row_to_the_relay() {
        Orders fragile = RoutedRepository.of(Orders.class)
                .table("public.orders")
                .old(old)
                .target(target)
                .key(Order.class, order -> order.state().charAt(0))
                .build(gateway);
        fragile.delete(new Order(1L, ""));
        assertThat(old.calls).containsExactly("delete");
        assertThat(gateway.written).containsExactly(rows());
    }

    @Test
    void exceptions_of_an_implementation_pass_unchanged() {
        assertThatThrownBy(() -> orders.settle(1L))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("old");
    }

    @Test
    void errors_of_an_implementation_pass_unchanged() {
        class Failing extends Error {}
        interface Single {
            void save(String text);
        }
        Single failing = text -> {
            throw new Failing();
        };
        Single routed = RoutedRepository.of(Single.class)
                .table("orders")
                .old(failing)
                .target(failing)
                .build(gateway);
        assertThatThrownBy(() -> routed.save("x")).isExactlyInstanceOf(Failing.class);
    }

    @Test
    void what_may_outlive_the_call_or_locks_is_read_from_old() {
        assertThat(orders.streamAll()).containsExactly(new Order(1L, "old"));
        assertThat(orders.findByIdForUpdate(2L)).isEqualTo(new Order(2L, "old"));
        assertThat(gateway.read).isEmpty();
    }

    @Test
    void a_default_method_is_routed_by_what_it_calls() {
        assertThat(orders.stateOf(4L)).isEqualTo("new");
        assertThat(gateway.read).containsExactly(rows("4"));
    }

    @Test
    void a_repository_that_shows_other_tables_reads_no_single_row() {
        Orders aggregate = RoutedRepository.of(Orders.class)
                .table("public.orders")
                .alsoReads("public.order_lines")
                .old(old)
                .target(target)
                .key(Order.class, Order::id)
                .build(gateway);
        aggregate.findById(4L);
        aggregate.save(new Order(4L, ""));
        assertThat(gateway.read).containsExactly(rows());
        assertThat(gateway.written).containsExactly(rows("4"));
    }

    @Test
    void methods_of_object_are_the_repositorys_own() {
        Object itself = orders;
        assertThat(orders).isEqualTo(itself).isNotEqualTo(old).hasToString("routed Orders");
        assertThat(orders.hashCode()).isEqualTo(System.identityHashCode(orders));
        assertThat(gateway.read).isEmpty();
    }

    @Nested
    class Contexts {

        interface Named {
            String find(@Subject UUID user);

            String get(RequestContext context, String name);
        }

        private final Named named = RoutedRepository.of(Named.class)
                .table("orders")
                .old(new Silent())
                .target(new Silent())
                .build(gateway);

        private static final class Silent implements Named {
            @Override
            public String find(UUID user) {
                return "";
            }

            @Override
            public String get(RequestContext context, String name) {
                return context.segment().orElseThrow();
            }
        }

        @Test
        @SuppressWarnings("try") // the scope is there to end
        void the_subject_is_the_marked_parameter_within_the_threads_context() {
            UUID user = new UUID(1, 2);
            try (var ignored = RequestContexts.open(RequestContext.ANONYMOUS.withRegion("eu"))) {
                named.find(user);
            }
            assertThat(gateway.contexts)
                    .containsExactly(RequestContext.ANONYMOUS.withRegion("eu").withSubject(user.toString()));
        }

        @Test
        void a_context_that_is_a_parameter_goes_before_the_threads() {
            RequestContext given = RequestContext.of("u1").withSegment("beta");
            assertThat(named.get(given, "x")).isEqualTo("beta");
            assertThat(gateway.contexts).containsExactly(given);
        }
    }

    @Nested
    class Refused {

        interface Unclear {
            void settle(long id);

            String findOrCreate(String name);

            CompletableFuture<String> save(String name);

            List<String> findSaved();
        }

        interface Base<I> {
            @Nullable
            String findById(I id);

            void deleteAllById(List<? extends I> ids);
        }

        interface Priced extends Base<BigDecimal> {}

        @Test
        void methods_that_fit_neither_sort_are_refused_together_and_by_name() {
            assertThatThrownBy(() -> RoutedRepository.of(Unclear.class)
                            .table("orders")
                            .old(proxy(Unclear.class))
                            .target(proxy(Unclear.class))
                            .build(gateway))
                    .isInstanceOf(RepositoryRefused.class)
                    .hasMessageContaining("settle(long)")
                    .hasMessageContaining("findOrCreate(String)")
                    .hasMessageContaining("@Reads or @Writes")
                    .hasMessageContaining("save(String): it writes and returns before that is done")
                    .hasMessageNotContaining("findSaved");
        }

        @Test
        void a_key_whose_text_is_not_known_is_refused_until_it_is_given() {
            RoutedRepository<Priced> priced = RoutedRepository.of(Priced.class)
                    .table("orders")
                    .old(proxy(Priced.class))
                    .target(proxy(Priced.class));
            assertThatThrownBy(() -> priced.build(gateway))
                    .isInstanceOf(RepositoryRefused.class)
                    .hasMessageContaining("findById(Object): the text that the database gives a key of"
                            + " java.math.BigDecimal is not known")
                    .hasMessageContaining("deleteAllById(List)")
                    .hasMessageContaining("id(BigDecimal.class, …)");
            priced.id(BigDecimal.class, price -> RowKey.of(price.setScale(2).toString()))
                    .build(gateway)
                    .findById(new BigDecimal("1"));
            assertThat(gateway.read).containsExactly(rows("1.00"));
        }

        private static <T> T proxy(Class<T> type) {
            return type.cast(java.lang.reflect.Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> null));
        }
    }

    /** Spring Data's marks are known by their names. */
    @Nested
    class Marked {

        @Retention(RetentionPolicy.RUNTIME)
        @interface Modifying {}

        @Retention(RetentionPolicy.RUNTIME)
        @interface Lock {}

        interface Ledger {
            @Modifying
            int findAndBook(String account);

            @Lock
            @Nullable
            String findByAccount(String account);
        }

        @Test
        void a_query_that_modifies_writes_and_one_that_locks_is_olds() {
            List<String> calls = new ArrayList<>();
            Ledger ledger = RoutedRepository.of(Ledger.class)
                    .table("orders")
                    .old(new Ledger() {
                        @Override
                        public int findAndBook(String account) {
                            calls.add("booked");
                            return 1;
                        }

                        @Override
                        public String findByAccount(String account) {
                            return "old";
                        }
                    })
                    .target(Refused.proxy(Ledger.class))
                    .build(gateway);
            assertThat(ledger.findAndBook("a")).isEqualTo(1);
            assertThat(ledger.findByAccount("a")).isEqualTo("old");
            assertThat(calls).containsExactly("booked");
            assertThat(gateway.written).containsExactly(rows());
            assertThat(gateway.read).isEmpty();
        }
    }

    @Nested
    class Composite {

        record LineId(long order, int line) {}

        interface Lines {
            @Nullable
            String findById(LineId id);

            @Nullable
            String findLine(@Key long order, @Key int line);

            @Nullable
            String findByIds(@Key List<LineId> ids);
        }

        @Test
        void a_key_of_several_columns_is_one_value_or_several_parameters() {
            Lines lines = RoutedRepository.of(Lines.class)
                    .table("order_lines")
                    .old(Refused.proxy(Lines.class))
                    .target(Refused.proxy(Lines.class))
                    .id(LineId.class, id -> RowKey.of(Long.toString(id.order()), Integer.toString(id.line())))
                    .build(gateway);
            lines.findById(new LineId(1, 2));
            lines.findLine(3, 4);
            lines.findByIds(List.of(new LineId(5, 6)));
            assertThat(gateway.read.stream().map(Touched::keys))
                    .containsExactly(
                            List.of(RowKey.of("1", "2")), List.of(RowKey.of("3", "4")), List.of(RowKey.of("5", "6")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "find",
                "findAll",
                "getOne",
                "existsById",
                "count",
                "listNames",
                "isKnown",
                "findByCreatedAt",
                "findBySetAndUpdateCount",
                "findAndSort",
                "getAddressesOrEmpty"
            })
    void names_that_read(String name) {
        assertThat(MethodName.deed(name)).isEqualTo(MethodName.Deed.READS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"save", "saveAndFlush", "insertAll", "addLine", "deleteInBatch", "flush", "set", "update_state"})
    void names_that_write(String name) {
        assertThat(MethodName.deed(name)).isEqualTo(MethodName.Deed.WRITES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"settle", "address", "getOrCreate", "findAndDeleteById", "getAndIncrement", "finder", "Find"})
    void names_that_say_neither_or_both(String name) {
        assertThat(MethodName.deed(name)).isEqualTo(MethodName.Deed.UNKNOWN);
    }
}
