package dev.theseus.app.server.door;

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
        room.plane()
                .note(
                        new AccessEvent.AccountChanged(Instant.now(), NAME, new TreeSet<>(account.roles())),
                        new Origin(
                                Actor.PROCESS,
                                "the first start of the server",
                                UUID.randomUUID().toString()));
        return Optional.of(password);
    }
}
