package dev.theseus.app.run;

/** Calls somebody when the program is told to end, by Ctrl-C or a polite kill, until this is closed. */
public final class EndOfProgram implements AutoCloseable {

    private final Thread hook;

    private EndOfProgram(Thread hook) {
        this.hook = hook;
    }

    /**
     * From now on.
     *
     * @param called on a thread of its own; the program does not end before it returns
     */
    public static EndOfProgram calls(String name, Runnable called) {
        Thread hook = Thread.ofPlatform().name(name).unstarted(called);
        Runtime.getRuntime().addShutdownHook(hook);
        return new EndOfProgram(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the program is ending already, and who was to be called has been
            return;
        }
    }
}
