package dev.theseus.domain.access;

import java.util.Set;

/**
 * Somebody who may sign in by a password.
 *
 * @param name unique, never empty
 * @param passwordHash of a slow hash function, with its parameters; the password itself is nowhere kept
 * @param roles at least one
 */
public record Account(String name, String passwordHash, Set<Role> roles) {

    public static final int LONGEST_NAME = 64;

    public Account {
        if (!isName(name)) {
            throw new IllegalArgumentException("The name of an account has 1 to " + LONGEST_NAME
                    + " characters, of which none is a space or a control character");
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("Account \"" + name + "\" has no role; give it one at least");
        }
        roles = Set.copyOf(roles);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "Account[" + name + ", " + roles + "]";
    }
}
