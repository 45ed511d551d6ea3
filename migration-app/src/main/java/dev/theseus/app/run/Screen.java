package dev.theseus.app.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Where a run shows itself. On a terminal the lines of the present state stay at the bottom and are drawn over;
 * elsewhere they are printed one after the other, as often as the caller thinks right. Safe for several threads.
 */
public final class Screen {

    private final Consumer<String> lines;
    private final Consumer<String> escapes;
    private final Kind kind;
    private final ReentrantLock lock = new ReentrantLock();
    private List<String> standing = List.of();

    /** What the output goes to. */
    public enum Kind {
        TERMINAL,
        PLAIN
    }

    private Screen(Consumer<String> lines, Consumer<String> escapes, Kind kind) {
        this.lines = lines;
        this.escapes = escapes;
        this.kind = kind;
    }

    public static Screen on(PrintWriter out, Kind kind) {
        Consumer<String> line = text -> {
            out.println(text);
            out.flush();
        };
        return new Screen(line, out::print, kind);
    }

    /** Whatever takes lines, without escape sequences. */
    public static Screen plain(Consumer<String> lines) {
        return new Screen(lines, escape -> {}, Kind.PLAIN);
    }

    public Kind kind() {
        return kind;
    }

    /** Something that happened: printed once, stays. */
    public void say(String line) {
        lock.lock();
        try {
            erase();
            lines.accept(line);
            standing.forEach(lines);
        } finally {
            lock.unlock();
        }
    }

    /** How things stand: drawn over the last on a terminal. */
    public void show(List<String> state) {
        lock.lock();
        try {
            erase();
            state.forEach(lines);
            standing = kind == Kind.TERMINAL ? List.copyOf(state) : List.of();
        } finally {
            lock.unlock();
        }
    }

    private void erase() {
        if (!standing.isEmpty()) {
            escapes.accept("\033[%dA\033[J".formatted(standing.size()));
        }
    }
}
