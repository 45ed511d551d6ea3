package dev.theseus.app.server.door;

import dev.theseus.domain.access.Role;
import java.util.EnumSet;
import java.util.Set;

/** Who may send a request. */
public enum Access {
    /** Also who has not signed in. */
    ANYBODY,
    /** Whoever has signed in and has any role. */
    VIEWER,
    OPERATOR,
    APPROVER,
    OPERATOR_OR_APPROVER,
    ADMINISTRATOR;

    /** The roles of which one is enough; the administrator has all. Empty if none is needed. */
    public Set<Role> roles() {
        return switch (this) {
            case ANYBODY -> EnumSet.noneOf(Role.class);
            case VIEWER -> EnumSet.of(Role.VIEWER);
            case OPERATOR -> EnumSet.of(Role.OPERATOR);
            case APPROVER -> EnumSet.of(Role.APPROVER);
            case OPERATOR_OR_APPROVER -> EnumSet.of(Role.OPERATOR, Role.APPROVER);
            case ADMINISTRATOR -> EnumSet.of(Role.ADMINISTRATOR);
        };
    }

    /** @param role of somebody who has no other */
    public boolean admits(Role role) {
        return this == ANYBODY || role.included().stream().anyMatch(roles()::contains);
    }
}
