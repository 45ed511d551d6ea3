package dev.theseus.domain.access;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What happened at the door of the server. Who it was and why stand beside it, as with every event. Never holds a
 * password or a token.
 */
public sealed interface AccessEvent {

    Instant at();

    /**
     * @param from address of the client
     * @param method how: form, basic or bearer
     */
    record SignedIn(Instant at, String from, String method) implements AccessEvent {}

    /** @param from address of the client */
    record SignedOut(Instant at, String from) implements AccessEvent {}

    /**
     * @param from address of the client
     * @param method how: form, basic or bearer
     * @param why in words
     */
    record SignInRefused(Instant at, String from, String method, String why) implements AccessEvent {}

    /**
     * Somebody asked for what he may not, or for what can't be now.
     *
     * @param from address of the client
     * @param request its method and path
     * @param status of HTTP that was answered
     * @param why in words
     */
    record RequestRefused(Instant at, String from, String request, int status, String why) implements AccessEvent {}

    /**
     * More was refused to one address than is noted one by one.
     *
     * @param from address of the client
     * @param refusals that were not noted, 1 or more
     */
    record RefusalsLeftOut(Instant at, String from, long refusals) implements AccessEvent {}

    /** A command waits for a second person. */
    record ApprovalRequested(Instant at, String id, String migration, String command) implements AccessEvent {}

    /** The second person agreed; the command is given in the name of the first. */
    record RequestApproved(Instant at, String id, String migration, String command, String askedBy)
            implements AccessEvent {}

    /** A command that waited is not wanted any more. */
    record RequestWithdrawn(Instant at, String id, String migration, String command, String askedBy)
            implements AccessEvent {}

    /** An account was added, or got other roles or another password. */
    record AccountChanged(Instant at, String account, SortedSet<Role> roles) implements AccessEvent {
        public AccountChanged {
            roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        }
    }

    record AccountRemoved(Instant at, String account) implements AccessEvent {}
}
