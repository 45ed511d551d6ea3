package dev.theseus.messaging.stored;

import static dev.theseus.messaging.Shop.NOON;

import dev.theseus.domain.access.AccessEvent;
import dev.theseus.domain.access.Role;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** One event at the door of the server of every kind. */
final class AccessSamples {

    private static final String FROM = "192.0.2.7";

    /** By the name of the file that holds the approved form. */
    static final Map<String, AccessEvent> ALL = new TreeMap<>(Map.of(
            "access.signed-in.1", new AccessEvent.SignedIn(NOON, FROM, "form"),
            "access.signed-out.1", new AccessEvent.SignedOut(NOON, FROM),
            "access.sign-in-refused.1", new AccessEvent.SignInRefused(NOON, FROM, "basic", "wrong name or password"),
            "access.request-refused.1",
                    new AccessEvent.RequestRefused(
                            NOON, FROM, "POST /api/v1/migrations/shop/commands/pause", 403, "without the role for it"),
            "access.refusals-left-out.1", new AccessEvent.RefusalsLeftOut(NOON, FROM, 4711),
            "access.approval-requested.1", new AccessEvent.ApprovalRequested(NOON, "cutover-1", "shop", "cutover"),
            "access.request-approved.1", new AccessEvent.RequestApproved(NOON, "cutover-1", "shop", "cutover", "anna"),
            "access.request-withdrawn.1",
                    new AccessEvent.RequestWithdrawn(NOON, "cutover-1", "shop", "cutover", "anna"),
            "access.account-changed.1",
                    new AccessEvent.AccountChanged(NOON, "anna", new TreeSet<>(List.of(Role.OPERATOR, Role.VIEWER))),
            "access.account-removed.1", new AccessEvent.AccountRemoved(NOON, "anna")));

    private AccessSamples() {}
}
