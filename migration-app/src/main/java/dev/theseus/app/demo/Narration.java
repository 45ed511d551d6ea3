package dev.theseus.app.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Plain lines with the seconds since the beginning in front. Safe for several threads. */
final class Narration {

    private final PrintStream out;
    private final long begun = System.nanoTime();

    Narration(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.println(String.format(Locale.ROOT, "%7.1f s  %s", elapsed().toMillis() / 1e3, line));
    }

    void print(String text) {
        out.println(text);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
