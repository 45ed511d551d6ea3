package dev.theseus.domain.access;

import java.util.EnumSet;
import java.util.Set;

/** What somebody may do at the server. Everybody who may do anything may look. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Gives commands; what needs four eyes waits for somebody else then. */
    OPERATOR,
    /** Agrees to what waits, never to what he asked for himself. */
    APPROVER,
    /** Looks after accounts, and may do all of the above. */
    ADMINISTRATOR;

    /** This role and those that it includes. */
    public Set<Role> included() {
        return switch (this) {
            case VIEWER -> EnumSet.of(VIEWER);
            case OPERATOR -> EnumSet.of(VIEWER, OPERATOR);
            case APPROVER -> EnumSet.of(VIEWER, APPROVER);
            case ADMINISTRATOR -> EnumSet.allOf(Role.class);
        };
    }
}
