package dev.theseus.app.server.door;

import dev.theseus.domain.access.Account;
import dev.theseus.domain.access.Accounts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who is let in: accounts as they were a second ago at most, so that somebody who asks often costs the control database
 * little. Safe for several threads.
 */
public final class RecentAccounts {

    private static final Duration LASTING = Duration.ofSeconds(1);

    private final Accounts accounts;
    private final Map<String, Found> found = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    RecentAccounts(Accounts accounts) {
        this.accounts = accounts;
    }

    /** @param changes that there had been before it was looked for */
    private record Found(Account account, long changes, long at) {}

    Optional<Account> find(String name) {
        Found known = found.get(name);
        if (known != null && known.changes() == changes.get() && System.nanoTime() - known.at() < LASTING.toNanos()) {
            return Optional.of(known.account());
        }
        return look(name);
    }

    /** The account as it is now. */
    Optional<Account> look(String name) {
        long before = changes.get();
        long at = System.nanoTime();
        Optional<Account> account = accounts.find(name);
        account.ifPresentOrElse(a -> found.put(name, new Found(a, before, at)), () -> found.remove(name));
        return account;
    }

    /** An account was changed: what is found from now on is as it is then. */
    public void outdate() {
        changes.incrementAndGet();
    }
}
