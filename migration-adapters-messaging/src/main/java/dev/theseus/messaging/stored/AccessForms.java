package dev.theseus.messaging.stored;

import dev.theseus.domain.access.AccessEvent;
import java.util.List;

/** The logical name and revision of every event at the door of the server. A name is for ever. */
public final class AccessForms {

    private AccessForms() {}

    public static final List<StoredForm<? extends AccessEvent, ?>> ALL = List.of(
            StoredForm.of(AccessEvent.SignedIn.class, "access.signed-in", 1),
            StoredForm.of(AccessEvent.SignedOut.class, "access.signed-out", 1),
            StoredForm.of(AccessEvent.SignInRefused.class, "access.sign-in-refused", 1),
            StoredForm.of(AccessEvent.RequestRefused.class, "access.request-refused", 1),
            StoredForm.of(AccessEvent.RefusalsLeftOut.class, "access.refusals-left-out", 1),
            StoredForm.of(AccessEvent.ApprovalRequested.class, "access.approval-requested", 1),
            StoredForm.of(AccessEvent.RequestApproved.class, "access.request-approved", 1),
            StoredForm.of(AccessEvent.RequestWithdrawn.class, "access.request-withdrawn", 1),
            StoredForm.of(AccessEvent.AccountChanged.class, "access.account-changed", 1),
            StoredForm.of(AccessEvent.AccountRemoved.class, "access.account-removed", 1));
}
