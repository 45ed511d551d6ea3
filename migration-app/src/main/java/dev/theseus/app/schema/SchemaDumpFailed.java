package dev.theseus.app.schema;

/** The definitions could not be written. The message is one line: the thing, its place and the remedy. */
public final class SchemaDumpFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaDumpFailed(String message) {
        super(message);
    }
}
