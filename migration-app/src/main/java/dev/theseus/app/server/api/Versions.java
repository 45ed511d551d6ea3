package dev.theseus.app.server.api;

/** The version of a migration as an entity tag. */
final class Versions {

    private Versions() {}

    /** With the quotes. */
    static String tag(long version) {
        return "\"" + version + "\"";
    }
}
