package dev.theseus.jdbc.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.access.Account;
import dev.theseus.domain.access.ApprovalRequest;
import dev.theseus.domain.access.KeptAnswers;
import dev.theseus.domain.access.KeptAnswers.Answer;
import dev.theseus.domain.access.KeptAnswers.Known;
import dev.theseus.domain.access.Role;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.jdbc.control.ControlAddress;
import dev.theseus.jdbc.control.ControlConnections;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server keeps, also where several come at the same moment. */
class AccessStoreTest {

    private static final MigrationId SHOP = new MigrationId("shop");
    private static final Instant NOON = Instant.parse("2025-03-01T12:00:00.123456Z");

    private TestDatabases databases;
    private ControlConnections connections;
    private AccessStore store;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        connections = ControlConnections.open(
                new ControlAddress(databases.url(Side.OLD), null, null), List.of(AccessStore.ddl(), AccessStore.ddl()));
        store = AccessStore.of(connections.source());
    }

    @AfterEach
    void close() {
        connections.close();
        databases.close();
    }

    /** @return how many of several that do the same at the same moment were answered so */
    private static <T> long many(Callable<T> deed, T answer) throws Exception {
        try (ExecutorService many = Executors.newFixedThreadPool(6)) {
            List<Callable<T>> same = IntStream.range(0, 12).mapToObj(i -> deed).toList();
            long found = 0;
            for (Future<T> done : many.invokeAll(same)) {
                found += done.get().equals(answer) ? 1 : 0;
            }
            return found;
        }
    }

    @Test
    void an_account_is_kept_changed_and_removed() {
        Account anna = new Account("anna", "hash", Set.of(Role.VIEWER, Role.OPERATOR));
        store.accounts().put(anna);
        assertThat(store.accounts().find("anna")).contains(anna);

        Account changed = new Account("anna", "other hash", Set.of(Role.APPROVER));
        store.accounts().put(changed);
        store.accounts().put(new Account("Bert", "hash", Set.of(Role.VIEWER)));
        assertThat(store.accounts().all()).extracting(Account::name).containsExactly("Bert", "anna");
        assertThat(store.accounts().find("anna")).contains(changed);

        assertThat(store.accounts().remove("anna")).isTrue();
        assertThat(store.accounts().remove("anna")).isFalse();
        assertThat(store.accounts().find("anna")).isEmpty();
    }

    @Test
    void of_several_servers_that_start_at_once_one_makes_the_first_account() throws Exception {
        Account admin = new Account("admin", "hash", Set.of(Role.ADMINISTRATOR));

        assertThat(many(() -> store.accounts().addFirst(admin), true)).isEqualTo(1);
        assertThat(store.accounts().addFirst(new Account("other", "hash", Set.of(Role.ADMINISTRATOR))))
                .isFalse();
    }

    private static ApprovalRequest request(String id, String command) {
        return new ApprovalRequest(id, SHOP, command, "{\"reason\":\"r\"}", "anna", "r", NOON);
    }

    @Test
    void a_request_waits_once_and_is_taken_once() throws Exception {
        assertThat(store.requests().add(request("cutover-1", "cutover"))).isTrue();
        assertThat(store.requests().add(request("cutover-2", "cutover"))).isFalse();
        assertThat(store.requests().add(request("complete-1", "complete"))).isTrue();
        assertThat(store.requests().waiting(SHOP))
                .containsExactly(request("complete-1", "complete"), request("cutover-1", "cutover"));
        assertThat(store.requests().waiting(new MigrationId("other"))).isEmpty();

        assertThat(many(() -> store.requests().take("cutover-1"), Optional.of(request("cutover-1", "cutover"))))
                .isEqualTo(1);
        assertThat(store.requests().add(request("cutover-2", "cutover"))).isTrue();
    }

    @Test
    void a_key_is_claimed_once_and_then_says_what_was_answered() throws Exception {
        KeptAnswers.Key key = new KeptAnswers.Key("anna", "key-1");
        Callable<String> claim =
                () -> store.answers().claim(key, "print", NOON).getClass().getSimpleName();
        assertThat(many(claim, "Nothing")).isEqualTo(1);
        assertThat(store.answers().claim(key, "print", NOON)).isEqualTo(new Known.UnderWay(NOON));
        assertThat(store.answers().claim(key, "other", NOON)).isEqualTo(new Known.OtherRequest());
        assertThat(store.answers().claim(new KeptAnswers.Key("bert", "key-1"), "other", NOON))
                .isEqualTo(new Known.Nothing());

        store.answers().keep(key, new Answer(202, "{}"));
        assertThat(store.answers().claim(key, "print", NOON)).isEqualTo(new Known.Answered(new Answer(202, "{}")));
        assertThat(store.answers().claim(key, "other", NOON)).isEqualTo(new Known.OtherRequest());
    }

    @Test
    void a_key_that_is_forgotten_can_be_claimed_again() {
        KeptAnswers.Key key = new KeptAnswers.Key("anna", "key-1");
        store.answers().claim(key, "print", NOON);
        store.answers().forget(key);
        assertThat(store.answers().claim(key, "other", NOON)).isEqualTo(new Known.Nothing());

        store.answers().forgetBefore(NOON);
        assertThat(store.answers().claim(key, "other", NOON)).isEqualTo(new Known.UnderWay(NOON));
        store.answers().forgetBefore(NOON.plusMillis(1));
        assertThat(store.answers().claim(key, "other", NOON)).isEqualTo(new Known.Nothing());
    }
}
