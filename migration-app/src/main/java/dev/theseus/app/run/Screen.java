package dev.theseus.app.run;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where a run shows itself. On a terminal the lines of the present state stay at the bottom and are drawn over;
 * elsewhere they are printed one after the other, as often as the caller thinks right. Safe for several threads.
 */
public final class Screen {

    private static final String UP_AND_CLEAR = "\033[%dA\033[J";

    private final PrintWriter out;
    private final Kind kind;
    private final ReentrantLock lock = new ReentrantLock();
    private List<String> standing = List.of();

    /** What the output goes to. */
    public enum Kind {
        TERMINAL,
        PLAIN
    }

    public Screen(PrintWriter out, Kind kind) {
        this.out = out;
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Something that happened: printed once, stays. */
    public void say(String line) {
        lock.lock();
        try {
            erase();
            out.println(line);
            draw();
        } finally {
            lock.unlock();
        }
    }

    /** How things stand: drawn over the last on a terminal. */
    public void show(List<String> lines) {
        lock.lock();
        try {
            erase();
            standing = List.copyOf(lines);
            draw();
            if (kind == Kind.PLAIN) {
                standing = List.of();
            }
        } finally {
            lock.unlock();
        }
    }

    private void erase() {
        if (kind == Kind.TERMINAL && !standing.isEmpty()) {
            out.printf(UP_AND_CLEAR, standing.size());
        }
    }

    private void draw() {
        new ArrayList<>(standing).forEach(out::println);
        out.flush();
    }
}
