package dev.theseus.app.bench;

import java.io.IOException;
import java.util.stream.Stream;

/** The processors of this machine, shared out between programs. */
final class Processors {

    private static final int ALL = Runtime.getRuntime().availableProcessors();

    private Processors() {}

    /** Whether there are some to share out, and that can be done. */
    static boolean canBeSharedOut() {
        return ALL > 1 && Command.isOnPath("taskset");
    }

    /** From now on these programs, and what they start, have the last one. */
    static void giveTheLast(Stream<ProcessHandle> programs) throws IOException, InterruptedException {
        give(Integer.toString(ALL - 1), programs);
    }

    /** From now on these programs, and what they start, have the others. */
    static void giveTheOthers(Stream<ProcessHandle> programs) throws IOException, InterruptedException {
        give("0-" + (ALL - 2), programs);
    }

    private static void give(String which, Stream<ProcessHandle> programs) throws IOException, InterruptedException {
        for (ProcessHandle program : programs.toList()) {
            if (program.isAlive()) {
                Command.run("taskset", "-a", "-c", "-p", which, Long.toString(program.pid()));
            }
        }
    }
}
