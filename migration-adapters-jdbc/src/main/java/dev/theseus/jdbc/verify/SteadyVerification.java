package dev.theseus.jdbc.verify;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.Verification;
import dev.theseus.domain.verification.VerificationReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares in the direction that is in force. A comparison during which authority moves says nothing: what was written
 * on the other side since then seems to be too much there, and stands in a log that it does not look at. So it is begun
 * again, in the direction that is in force then. Safe for several threads if the ways are.
 */
final class SteadyVerification implements Verification {

    private static final Logger LOG = LoggerFactory.getLogger(SteadyVerification.class);

    private static final Duration WHILE_IT_MOVES = Duration.ofMillis(100);

    private final Supplier<Authority> authority;
    private final Map<Direction, Verification> ways;

    SteadyVerification(Supplier<Authority> authority, Map<Direction, Verification> ways) {
        this.authority = authority;
        this.ways = Map.copyOf(ways);
    }

    /** Authority has moved. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What is compared, in whichever direction. */
    private interface Comparing {
        VerificationReport in(Verification way, Consumer<TableComparison> verified) throws InterruptedException;
    }

    @Override
    public VerificationReport verify(List<TablePlan> tables, Consumer<TableComparison> verified)
            throws InterruptedException {
        return steadily((way, told) -> way.verify(tables, told), verified);
    }

    @Override
    public VerificationReport verify(List<TablePlan> tables, BroughtOver brought, Consumer<TableComparison> verified)
            throws InterruptedException {
        return steadily((way, told) -> way.verify(tables, brought, told), verified);
    }

    private VerificationReport steadily(Comparing comparing, Consumer<TableComparison> verified)
            throws InterruptedException {
        Attempts attempts = new Attempts();
        while (true) {
            Authority begun = settled(attempts);
            Direction direction = Direction.from(begun.holder().orElseThrow());
            Verification way = Objects.requireNonNull(ways.get(direction));
            try {
                return comparing.in(way, comparison -> {
                    requireUnmoved(begun, attempts);
                    verified.accept(comparison);
                });
            } catch (Overtaken e) {
                LOG.info("Authority moved while the databases were compared; the comparison begins again");
            }
        }
    }

    private Authority settled(Attempts attempts) throws InterruptedException {
        Authority now = look(attempts);
        while (now.holder().isEmpty()) {
            Thread.sleep(WHILE_IT_MOVES);
            now = look(attempts);
        }
        return now;
    }

    /** Epochs only grow: as long as both databases say the same, authority has not moved. */
    private void requireUnmoved(Authority begun, Attempts attempts) {
        try {
            if (!look(attempts).equals(begun)) {
                throw new Overtaken();
            }
        } catch (InterruptedException e) {
            // the comparison that is told of it ends at its next step
            Thread.currentThread().interrupt();
            throw new Overtaken();
        }
    }

    private Authority look(Attempts attempts) throws InterruptedException {
        return attempts.untilAvailable(authority::get);
    }
}
