package dev.theseus.app.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.access.Account;
import dev.theseus.domain.access.Accounts;
import dev.theseus.domain.access.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecentAccountsTest {

    private final Kept kept = new Kept();
    private final RecentAccounts recent = new RecentAccounts(kept);

    /** Accounts as the control database keeps them; counts how often it is asked. */
    private static final class Kept implements Accounts {

        private final Map<String, Account> rows = new ConcurrentHashMap<>();
        private int asked;
        private Runnable meanwhile = () -> {};

        @Override
        public Optional<Account> find(String name) {
            asked++;
            Optional<Account> found = Optional.ofNullable(rows.get(name));
            meanwhile.run();
            return found;
        }

        @Override
        public List<Account> all() {
            return List.copyOf(rows.values());
        }

        @Override
        public boolean addFirst(Account account) {
            return rows.putIfAbsent(account.name(), account) == null;
        }

        @Override
        public void put(Account account) {
            rows.put(account.name(), account);
        }

        @Override
        public boolean remove(String name) {
            return rows.remove(name) != null;
        }
    }

    private static Account anna(String hash) {
        return new Account("anna", hash, Set.of(Role.VIEWER));
    }

    @BeforeEach
    void begin() {
        kept.put(anna("one"));
    }

    @Test
    void who_asks_often_is_looked_up_once() {
        for (int i = 0; i < 5; i++) {
            assertThat(recent.find("anna")).contains(anna("one"));
        }
        assertThat(kept.asked).isEqualTo(1);
    }

    @Test
    void a_change_counts_at_once() {
        recent.find("anna");
        kept.put(anna("two"));
        recent.outdate();

        assertThat(recent.find("anna")).contains(anna("two"));

        kept.remove("anna");
        recent.outdate();
        assertThat(recent.find("anna")).isEmpty();
    }

    @Test
    void what_was_read_before_a_change_is_not_kept_after_it() {
        kept.meanwhile = () -> {
            kept.meanwhile = () -> {};
            kept.put(anna("two"));
            recent.outdate();
        };

        assertThat(recent.find("anna")).contains(anna("one"));
        assertThat(recent.find("anna")).contains(anna("two"));
    }

    @Test
    void who_looks_himself_sees_what_others_changed_and_so_does_who_asks_after_him() {
        recent.find("anna");
        kept.put(anna("two"));

        assertThat(recent.find("anna")).contains(anna("one"));
        assertThat(recent.look("anna")).contains(anna("two"));
        assertThat(recent.find("anna")).contains(anna("two"));
    }

    @Test
    void nobody_is_not_kept() {
        assertThat(recent.find("ben")).isEmpty();
        kept.put(new Account("ben", "hash", Set.of(Role.VIEWER)));
        assertThat(recent.find("ben")).isPresent();
    }
}
