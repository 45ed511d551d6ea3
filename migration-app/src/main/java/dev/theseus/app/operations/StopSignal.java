package dev.theseus.app.operations;

import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.run.EndOfProgram;
import dev.theseus.app.run.MigrationRun;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Turns Ctrl-C, and a polite kill, into an orderly stop: the program ends when all is closed, with the run's own exit
 * code.
 */
final class StopSignal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final AtomicReference<@Nullable MigrationRun> run = new AtomicReference<>();
    private final AtomicReference<ExitCode> code = new AtomicReference<>(ExitCode.STOPPED);
    private final CountDownLatch closed = new CountDownLatch(1);

    private final Afterwards afterwards;
    private final EndOfProgram end;

    /** What happens when the run has been stopped and all is closed. */
    enum Afterwards {
        END_PROGRAM,
        /** The caller has more to close, and holds the program up until it has. */
        LEAVE_TO_CALLER
    }

    private StopSignal(Afterwards afterwards) {
        this.afterwards = afterwards;
        this.end = EndOfProgram.calls("theseus-stop", this::stop);
    }

    static StopSignal listen(Afterwards afterwards) {
        return new StopSignal(afterwards);
    }

    void stops(MigrationRun stoppable) {
        run.set(stoppable);
    }

    void exitsWith(ExitCode exit) {
        code.set(exit);
    }

    private void stop() {
        MigrationRun stoppable = run.get();
        if (stoppable == null) {
            return;
        }
        stoppable.stop();
        if (afterwards == Afterwards.END_PROGRAM) {
            endProgram();
        }
    }

    private void endProgram() {
        try {
            if (closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(code.get().code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        end.close();
    }
}
