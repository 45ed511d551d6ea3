package dev.theseus.app.run;

import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.VerificationReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Shows a run on a screen: what happens as it happens, how it stands every now and then. */
final class RunView implements RunListener, AutoCloseable {

    private static final Duration ON_TERMINAL = Duration.ofMillis(500);
    private static final Duration PLAIN = Duration.ofSeconds(2);

    private final Screen screen;
    private final DataPlane data;
    private final InstantSource clock;
    private final ProgressView progress = new ProgressView();
    private final AtomicReference<String> work = new AtomicReference<>("starting");
    private final AtomicReference<String> waiting = new AtomicReference<>("");
    private final AtomicReference<Optional<VerificationReport>> verification = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Duration> copying = new AtomicReference<>(Duration.ZERO);
    private final Thread ticker;

    RunView(Screen screen, DataPlane data, InstantSource clock) {
        this.screen = screen;
        this.data = data;
        this.clock = clock;
        this.ticker = Thread.ofPlatform().name("theseus-view").daemon().unstarted(this::tick);
    }

    RunView begin() {
        ticker.start();
        return this;
    }

    /** How long tables were copied in this run. */
    Duration copying() {
        return copying.get();
    }

    /** The last comparison that ended during this run. */
    Optional<VerificationReport> verification() {
        return verification.get();
    }

    @Override
    public void begins(Work begun) {
        work.set(Wording.of(begun));
        waiting.set("");
        if (!(begun instanceof Work.Finish)) {
            screen.say("* " + Wording.of(begun));
        }
    }

    @Override
    public void ended(Work done, Duration took) {
        if (done instanceof Work.CopyTables) {
            copying.accumulateAndGet(took, Duration::plus);
        }
    }

    @Override
    public void waits(String what) {
        waiting.set(what);
    }

    @Override
    public void compared(TableComparison table) {
        ComparisonText.lines(table).forEach(screen::say);
    }

    @Override
    public void verified(VerificationReport report) {
        verification.set(Optional.of(report));
    }

    @Override
    public void handed(HandoverOutcome outcome) {
        screen.say("! " + Wording.of(outcome));
    }

    @Override
    public void failed(Work failed, RuntimeException reason) {
        screen.say("! could not " + Wording.of(failed) + ": " + Wording.reason(reason));
    }

    private void tick() {
        Duration rest = screen.kind() == Screen.Kind.TERMINAL ? ON_TERMINAL : PLAIN;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(rest);
                showWhileWanted();
            }
        } catch (InterruptedException e) {
            // the run has ended
            Thread.currentThread().interrupt();
        }
    }

    /** The end of the run may meet a look at the databases, which fails then, and that is no news. */
    private void showWhileWanted() {
        try {
            show();
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw e;
            }
        }
    }

    private void show() {
        var moment = new ProgressView.Moment(
                clock.instant(),
                work.get(),
                waiting.get(),
                data.backfill().progress(),
                data.backfill().covered(),
                data.relay().status());
        screen.show(
                screen.kind() == Screen.Kind.TERMINAL ? progress.bars(moment) : List.of("  " + progress.line(moment)));
    }

    @Override
    public void close() {
        ticker.interrupt();
        screen.show(List.of());
    }
}
