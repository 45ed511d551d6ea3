package dev.theseus.app.server.door;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.domain.access.AccessEvent;
import dev.theseus.domain.access.Account;
import dev.theseus.domain.access.Role;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** The administrator that a server begins with. */
public final class FirstAccount {

    public static final String NAME = "admin";

    private FirstAccount() {}

    /**
     * Makes the account if there is none at all.
     *
     * @return its password, which is nowhere kept; empty if there was an account
     */
    public static Optional<String> make(ControlRoom room) {
        if (!room.access().accounts().all().isEmpty()) {
            return Optional.empty();
        }
        String password = NewPasswords.make();
        Account account = new Account(NAME, NewPasswords.hash(password), EnumSet.of(Role.ADMINISTRATOR));
        if (!room.access().accounts().addFirst(account)) {
            return Optional.empty();
        }
        note(room, account, Actor.PROCESS, "the first start of the server");
        return Optional.of(password);
    }

    /**
     * Gives an account another password.
     *
     * @param by who started the server
     * @return the password, which is nowhere kept
     * @throws BadInput if there is no such account
     */
    public static String renew(ControlRoom room, String name, String by) {
        Account before = room.access()
                .accounts()
                .find(name)
                .orElseThrow(() -> new BadInput(
                        "--new-password: there is no account \"" + name + "\"; an administrator adds accounts"));
        String password = NewPasswords.make();
        Account after = new Account(name, NewPasswords.hash(password), before.roles());
        note(room, after, new Actor(by), "the password was lost: serve --new-password");
        room.access().accounts().put(after);
        return password;
    }

    private static void note(ControlRoom room, Account account, Actor by, String reason) {
        room.plane()
                .note(
                        new AccessEvent.AccountChanged(Instant.now(), account.name(), new TreeSet<>(account.roles())),
                        new Origin(by, reason, UUID.randomUUID().toString()));
    }
}
