package dev.theseus.jdbc.rowmapping;

import java.util.List;

/** A row that a mapping in Java does not take. It tells the key and the reason, and no value. */
public final class UnmappableRow extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> key;

    UnmappableRow(List<String> key, String reason, Throwable cause) {
        super("The row with the key " + key + " can't be mapped: " + reason, cause);
        this.key = List.copyOf(key);
    }

    /** The values of the key's columns as the database prints them. */
    public List<String> key() {
        return key;
    }
}
