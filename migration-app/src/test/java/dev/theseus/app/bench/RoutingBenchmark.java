package dev.theseus.app.bench;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.ReadTarget;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.Route;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.domain.routing.Standing;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it takes to decide where a read goes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoutingBenchmark {

    private static final long PASSED = 1_000;
    private static final RowKey KEY = RowKey.of("4711");

    private final RoutingSnapshot snapshot = new RoutingSnapshot(
            new Rollout(7, Epoch.FIRST, Phase.RAMPING, RolloutPolicy.NOBODY.withPercentage(50)),
            new Standing(PASSED, Duration.ofMillis(20), Set.of(), Set.of()));
    private final ReadTarget row = ReadTarget.row(1, KEY);
    private final String subject = subject();
    private final RequestContext eligible = RequestContext.of(subject);
    private final RequestContext notEligible = RequestContext.ANONYMOUS;
    private final RequestContext withToken = eligible.after(
            new ConsistencyToken(Epoch.FIRST, PASSED + 1, Set.of(row.fingerprint(), row.fingerprint() + 1)));

    /** One that is within half of the subjects. */
    private static String subject() {
        for (int i = 0; ; i++) {
            String subject = "user-" + i;
            if (RequestContext.of(subject).bucket().orElseThrow().position() < 50) {
                return subject;
            }
        }
    }

    @Benchmark
    public Route eligible() {
        return snapshot.route(eligible, row, "node-1");
    }

    @Benchmark
    public Route notEligible() {
        return snapshot.route(notEligible, row, "node-1");
    }

    @Benchmark
    public Route eligibleWithToken() {
        return snapshot.route(withToken, row, "node-1");
    }

    /** All that a request pays for, once: its subject's digest, its row's fingerprint, the decision. */
    @Benchmark
    public Route fromTheSubjectsName() {
        return snapshot.route(RequestContext.of(subject), ReadTarget.row(1, KEY), "node-1");
    }
}
