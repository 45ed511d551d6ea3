package dev.theseus.app.server.door;

import java.io.Serializable;
import java.security.Principal;

/**
 * Somebody who has signed in by a password.
 *
 * @param name of the account
 * @param mark of the account as it was then; another password or other roles make another one
 */
record Visitor(String name, String mark) implements Principal, Serializable {

    @Override
    public String getName() {
        return name;
    }
}
