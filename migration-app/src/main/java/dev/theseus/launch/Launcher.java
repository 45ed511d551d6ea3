package dev.theseus.launch;

import java.lang.reflect.InvocationTargetException;

/**
 * The main class of the runnable jar. It is compiled for Java 17, so that a Java which is too old for the rest of
 * Theseus answers with one line instead of a stack trace about class versions.
 */
public final class Launcher {

    private static final int OLDEST_JAVA = 21;
    private static final int BAD_INPUT = 2;

    private Launcher() {}

    public static void main(String[] args) throws Throwable {
        if (Runtime.version().feature() < OLDEST_JAVA) {
            System.err.printf(
                    "Theseus needs Java %d or newer, but this is Java %s in %s. Start it with the java of a newer JDK.%n",
                    OLDEST_JAVA, Runtime.version().feature(), System.getProperty("java.home"));
            System.exit(BAD_INPUT);
        }
        start(args);
    }

    /** By name, because this class must load where the other cannot. */
    private static void start(String[] args) throws Throwable {
        try {
            Class.forName("dev.theseus.app.Theseus")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
        } catch (InvocationTargetException thrownByTheseus) {
            throw thrownByTheseus.getCause();
        }
    }
}
