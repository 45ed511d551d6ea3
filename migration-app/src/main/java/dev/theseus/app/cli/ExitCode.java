package dev.theseus.app.cli;

/** What the program says to the script that called it. */
public enum ExitCode {
    DONE(0),
    /** The migration stopped, or data differ. */
    STOPPED(1),
    /** What was typed, or the plan file, can't be used; or a plan check found what would stop the run. */
    BAD_INPUT(2),
    /** A server, or the environment, failed. */
    SERVER_FAILED(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
