package dev.theseus.jdbc.largeobject;

import java.util.List;

/**
 * An object as one side has it.
 *
 * @param number by which rows stand for it, 1 to 4294967295
 * @param bytes of its content
 * @param rights who owns it and who else may use it
 */
record ObjectState(long number, long bytes, Rights rights) {

    /**
     * @param owner a role
     * @param grants to others, in the order of their text
     */
    record Rights(String owner, List<Grant> grants) {
        Rights {
            grants = List.copyOf(grants);
        }
    }

    /**
     * @param role empty for PUBLIC
     * @param privilege SELECT or UPDATE
     * @param option whether the role may grant it to others
     */
    record Grant(String role, String privilege, Option option) {}

    /** Whether a privilege may be passed on. */
    enum Option {
        NONE,
        GRANT_OPTION
    }
}
