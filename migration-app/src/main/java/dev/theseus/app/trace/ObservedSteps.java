package dev.theseus.app.trace;

import dev.theseus.app.run.RunListener;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.VerificationReport;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Makes an observation of each step of a run, from its beginning to its end, and tells another listener everything. */
public final class ObservedSteps implements RunListener {

    static final String STEP = "theseus.step";

    private static final Pattern WORDS = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private final RunListener listener;
    private final ObservationRegistry registry;

    /** By the thread on which the work begins and ends. */
    private final Map<Thread, Observation> inHand = new ConcurrentHashMap<>();

    public ObservedSteps(RunListener listener, ObservationRegistry registry) {
        this.listener = listener;
        this.registry = registry;
    }

    /** For example {@code copy-tables}. */
    private static String name(Work work) {
        return WORDS.matcher(work.getClass().getSimpleName()).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    @Override
    public void begins(Work work) {
        inHand.put(
                Thread.currentThread(),
                Observation.createNotStarted(STEP, registry)
                        .lowCardinalityKeyValue("step", name(work))
                        .start());
        listener.begins(work);
    }

    @Override
    public void ended(Work work, Duration took) {
        Observation step = inHand.remove(Thread.currentThread());
        if (step != null) {
            step.stop();
        }
        listener.ended(work, took);
    }

    @Override
    public void failed(Work work, RuntimeException reason) {
        inHand.getOrDefault(Thread.currentThread(), Observation.NOOP).error(reason);
        listener.failed(work, reason);
    }

    @Override
    public void waits(String what) {
        listener.waits(what);
    }

    @Override
    public void compared(TableComparison comparison) {
        listener.compared(comparison);
    }

    @Override
    public void verified(VerificationReport report) {
        listener.verified(report);
    }

    @Override
    public void handed(HandoverOutcome outcome) {
        listener.handed(outcome);
    }
}
