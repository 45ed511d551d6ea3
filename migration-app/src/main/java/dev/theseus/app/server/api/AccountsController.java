package dev.theseus.app.server.api;

import dev.theseus.app.server.door.AccessNotes;
import dev.theseus.app.server.door.NewPasswords;
import dev.theseus.app.server.door.RecentAccounts;
import dev.theseus.app.server.watch.Served;
import dev.theseus.domain.access.AccessEvent;
import dev.theseus.domain.access.Account;
import dev.theseus.domain.access.Accounts;
import dev.theseus.domain.access.Role;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Looks after those who sign in by a password. */
@RestController
@RequestMapping("/api/v1/accounts")
final class AccountsController {

    private final Served served;
    private final RecentAccounts letIn;
    private final AccessNotes notes;
    private final ReentrantLock turn = new ReentrantLock();

    AccountsController(Served served, RecentAccounts letIn, AccessNotes notes) {
        this.served = served;
        this.letIn = letIn;
        this.notes = notes;
    }

    /** @param password only once, when it was made up */
    record AccountView(
            String name, SortedSet<String> roles, @Nullable String password) {}

    /**
     * @param roles viewer, operator, approver or administrator
     * @param password of 12 characters or more; left out, a new account is given one, and an old one keeps its own
     */
    record AccountBody(
            @Nullable List<String> roles,
            @Nullable String password,
            @Nullable String reason) {

        /** Without the password. */
        @Override
        public String toString() {
            return "AccountBody[" + roles + "]";
        }
    }

    @GetMapping
    Page<AccountView> all() {
        return new Page<>(accounts().all().stream().map(a -> view(a, null)).toList(), null);
    }

    @PutMapping("/{account}")
    ResponseEntity<AccountView> put(@PathVariable String account, @RequestBody AccountBody body, Principal somebody) {
        String reason = CommandBook.reason(body.reason());
        Set<Role> roles = roles(body.roles());
        turn.lock();
        try {
            Optional<Account> before = accounts().find(account);
            if (!roles.contains(Role.ADMINISTRATOR)) {
                requireAnotherAdministrator(account);
            }
            Optional<String> madeUp =
                    before.isEmpty() && body.password() == null ? Optional.of(NewPasswords.make()) : Optional.empty();
            String hash = Optional.ofNullable(body.password())
                    .map(AccountsController::fit)
                    .or(() -> madeUp)
                    .map(NewPasswords::hash)
                    .orElseGet(() -> before.orElseThrow().passwordHash());
            Account after = account(account, hash, roles);
            notes.note(
                    new AccessEvent.AccountChanged(notes.now(), account, new TreeSet<>(roles)),
                    somebody.getName(),
                    reason);
            accounts().put(after);
            letIn.outdate();
            return ResponseEntity.status(before.isEmpty() ? 201 : 200)
                    .header("Cache-Control", "no-store")
                    .body(view(after, madeUp.orElse(null)));
        } finally {
            turn.unlock();
        }
    }

    @DeleteMapping("/{account}")
    ResponseEntity<Void> remove(
            @PathVariable String account, @RequestParam(required = false) @Nullable String reason, Principal somebody) {
        String why = CommandBook.reason(reason);
        turn.lock();
        try {
            if (accounts().find(account).isEmpty()) {
                throw new NoSuchThing("There is no account \"" + account + "\"");
            }
            requireAnotherAdministrator(account);
            notes.note(new AccessEvent.AccountRemoved(notes.now(), account), somebody.getName(), why);
            accounts().remove(account);
            letIn.outdate();
            return ResponseEntity.noContent().build();
        } finally {
            turn.unlock();
        }
    }

    private Accounts accounts() {
        return served.room().access().accounts();
    }

    /** Nobody could give anybody a role any more. */
    private void requireAnotherAdministrator(String account) {
        boolean isLast = accounts().all().stream()
                .filter(a -> a.roles().contains(Role.ADMINISTRATOR))
                .map(Account::name)
                .toList()
                .equals(List.of(account));
        if (isLast) {
            throw Conflict.lastAdministrator(account);
        }
    }

    private static Set<Role> roles(@Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            throw new BadRequest("roles: missing; give one at least of " + knownRoles());
        }
        return names.stream().map(AccountsController::role).collect(Collectors.toSet());
    }

    private static Role role(String name) {
        return Arrays.stream(Role.values())
                .filter(role -> word(role).equals(name))
                .findFirst()
                .orElseThrow(() -> new BadRequest("roles: \"" + name + "\" is none of " + knownRoles()));
    }

    private static String knownRoles() {
        return Arrays.stream(Role.values()).map(AccountsController::word).collect(Collectors.joining(", "));
    }

    static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String fit(String password) {
        if (!NewPasswords.isFit(password)) {
            throw new BadRequest("password: has %d characters at least, and %d bytes at most"
                    .formatted(NewPasswords.SHORTEST, NewPasswords.LONGEST_BYTES));
        }
        return password;
    }

    private static Account account(String name, String hash, Set<Role> roles) {
        try {
            return new Account(name, hash, roles);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
    }

    private static AccountView view(Account account, @Nullable String password) {
        return new AccountView(
                account.name(),
                account.roles().stream().map(AccountsController::word).collect(Collectors.toCollection(TreeSet::new)),
                password);
    }
}
