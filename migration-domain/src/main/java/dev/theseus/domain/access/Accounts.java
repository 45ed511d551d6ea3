package dev.theseus.domain.access;

import java.util.List;
import java.util.Optional;

/** Keeps the accounts of the server. Safe for several threads and several processes. */
public interface Accounts {

    Optional<Account> find(String name);

    /** All, sorted by name. */
    List<Account> all();

    /**
     * Adds one if there is none at all yet, in one step: of several servers that start at the same moment one adds it.
     *
     * @return whether this one was added
     */
    boolean addFirst(Account account);

    /** Adds it, or puts it in the place of the one of that name. */
    void put(Account account);

    /** @return whether there was one of that name */
    boolean remove(String name);
}
