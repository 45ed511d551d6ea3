package dev.theseus.app.server.api;

/** What was asked for does not go with what others did, or with what was asked for before. */
final class Conflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String kind;
    private final String title;
    private final int status;

    private Conflict(String kind, String title, int status, String message) {
        super(message);
        this.kind = kind;
        this.title = title;
        this.status = status;
    }

    /** The migration is not any more what the client saw. */
    static Conflict changed(long version) {
        return new Conflict(
                "changed-meanwhile",
                "The migration has changed meanwhile",
                412,
                "It is at version " + version + " now. Look at it again, and repeat the command with If-Match: "
                        + Versions.tag(version) + " if you still want it.");
    }

    static Conflict versionWanted() {
        return new Conflict(
                "version-wanted",
                "A command says what it was decided upon",
                428,
                "Send If-Match with the ETag of the migration as you saw it, or If-Match: * to go by whatever it is now.");
    }

    static Conflict otherRequest(String key) {
        return new Conflict(
                "key-of-another-request",
                "The idempotency key was used for another request",
                422,
                "Idempotency-Key " + key + " belongs to another request. Make up a new key for a new request.");
    }

    static Conflict underWay() {
        return new Conflict(
                "under-way",
                "The same request is being carried out",
                409,
                "It has not been answered yet. Look at the migration, and repeat the request in a moment.");
    }

    static Conflict needsOtherEyes(String message) {
        return new Conflict("needs-other-eyes", "Somebody else has to agree", 403, message);
    }

    static Conflict alreadyWaits(String message) {
        return new Conflict("already-waits", "It waits for an approval already", 409, message);
    }

    static Conflict runsElsewhere() {
        return new Conflict(
                "runs-elsewhere",
                "This server does not run the migration",
                409,
                "It was started without --run. Start `theseus run` where the plan is, or the server with --run.");
    }

    static Conflict runs() {
        return new Conflict("runs-already", "A run is working", 409, "There is nothing to begin: the run works.");
    }

    static Conflict lastAdministrator(String account) {
        return new Conflict(
                "last-administrator",
                "It is the last administrator",
                409,
                "Nobody could look after accounts without \"" + account + "\". Make another administrator first.");
    }

    String kind() {
        return kind;
    }

    String title() {
        return title;
    }

    int status() {
        return status;
    }
}
