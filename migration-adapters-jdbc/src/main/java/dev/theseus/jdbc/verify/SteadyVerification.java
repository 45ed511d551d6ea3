package dev.theseus.jdbc.verify;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.Verification;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
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

    private final PgDatabase old;
    private final PgDatabase target;
    private final Map<Direction, Verification> ways;

    SteadyVerification(PgDatabase old, PgDatabase target, Map<Direction, Verification> ways) {
        this.old = old;
        this.target = target;
        this.ways = Map.copyOf(ways);
    }

    /** What both databases say of authority. Epochs only grow: as long as both say the same, it has not moved. */
    private record Epochs(Epoch old, Epoch target) {

        /** The side that loses authority is told first, so that for a moment neither has it. */
        boolean isMoving() {
            return old.direction() == Direction.REVERSE && target.direction() == Direction.FORWARD;
        }

        Direction direction() {
            return old.direction() == Direction.FORWARD ? Direction.FORWARD : Direction.REVERSE;
        }
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
            Epochs begun = settled(attempts);
            Verification way = Objects.requireNonNull(ways.get(begun.direction()));
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

    private Epochs settled(Attempts attempts) throws InterruptedException {
        Epochs now = look(attempts);
        while (now.isMoving()) {
            Thread.sleep(WHILE_IT_MOVES);
            now = look(attempts);
        }
        return now;
    }

    private void requireUnmoved(Epochs begun, Attempts attempts) {
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

    private Epochs look(Attempts attempts) throws InterruptedException {
        return new Epochs(epoch(old, attempts), epoch(target, attempts));
    }

    private static Epoch epoch(PgDatabase database, Attempts attempts) throws InterruptedException {
        return attempts.inTransaction(database, "read the epoch", PgFence.MIGRATION::read);
    }
}
