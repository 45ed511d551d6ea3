package dev.theseus.jdbc.fence;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.authority.FenceHolder;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.GrowingRest;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.PauseBudget;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.jdbc.sequence.SequencePairs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One handover with all its tries, between which writers are free. */
final class Handing {

    private static final Logger LOG = LoggerFactory.getLogger(Handing.class);

    /** After a try that held writers: they get most of the time. */
    private static final GrowingRest BETWEEN_TRIES = new GrowingRest(Duration.ofMillis(200), Duration.ofSeconds(2));

    private static final Duration WHILE_LOST = Duration.ofMillis(20);

    private static final String NOT_IN_THE_STATE = "55000";

    private final HandoverGround ground;
    private final Epoch from;
    private final PauseBudget budget;
    private final Draining draining;
    private final List<TablePlan> tables;
    private final Authorities authorities;
    private final long begun = System.nanoTime();

    private int tries;
    private Duration longest = Duration.ZERO;

    Handing(HandoverGround ground, Epoch from, PauseBudget budget, Draining draining, List<TablePlan> tables) {
        this.ground = ground;
        this.from = from;
        this.budget = budget;
        this.draining = draining;
        this.tables = List.copyOf(tables);
        this.authorities = new Authorities(ground);
    }

    HandoverOutcome run() {
        HandoverOutcome last = new HandoverOutcome.NotDrained(Duration.ZERO);
        GrowingRest rest = BETWEEN_TRIES;
        Optional<SequencePairs> sequences = Optional.empty();
        try {
            while (true) {
                Optional<HandoverOutcome> settled = settled();
                if (settled.isPresent()) {
                    return settled.get();
                }
                // looked up once, while nobody is held
                SequencePairs pairs = sequences.orElseGet(this::pairs);
                sequences = Optional.of(pairs);
                Attempt attempt = attempt(pairs);
                last = outcome(attempt, last);
                if (isFinal(attempt) || left().isZero()) {
                    return last;
                }
                ground.rests().rest(rest.next());
                rest = rest.grown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return last;
        } catch (DatabaseUnavailable e) {
            return orLook(e);
        }
    }

    private SequencePairs pairs() {
        Side gives = from.direction().source();
        return SequencePairs.between(ground.on(gives), ground.on(gives.other()), tables);
    }

    /** What the databases say, when it answers the call; a handover that was cut off is finished. */
    private Optional<HandoverOutcome> settled() {
        Authority now = authorities.look();
        if (now.newest().number() < from.number()) {
            throw new DatabaseRefused(
                    Side.NEW,
                    NOT_IN_THE_STATE,
                    "Authority was to move from epoch " + from.number() + ", but both databases are in epoch "
                            + now.newest().number() + ": they were restored, or are not those of this migration.");
        }
        CutOff cutOff = new CutOff(ground, tables);
        if (now.state() == Authority.State.MOVING) {
            LOG.warn(
                    "A handover to epoch {} was cut off and is finished",
                    now.newest().number());
            cutOff.finish(now, atLeast(left(), budget.pause()));
            return now.newest().equals(from) ? Optional.empty() : Optional.of(moved(now, elapsed()));
        }
        if (now.newest().equals(from)) {
            return Optional.empty();
        }
        cutOff.makeSure();
        return Optional.of(moved(now, Duration.ZERO));
    }

    private static HandoverOutcome moved(Authority now, Duration pause) {
        return new HandoverOutcome.Moved(now.newest(), pause);
    }

    private Attempt attempt(SequencePairs pairs) throws InterruptedException {
        FenceHolders fence = new FenceHolders(ground.fence());
        for (Side side : Side.values()) {
            List<FenceHolder> holders = fence.of(ground.on(side), budget.lockWait());
            if (!holders.isEmpty()) {
                // to queue behind them would hold everybody
                return new Attempt.Held(holders, Duration.ZERO);
            }
        }
        if (draining.look() == Draining.Left.SET_ASIDE) {
            return new Attempt.SetAside();
        }
        if (draining.catchUp(left()) == Drain.STILL_PENDING) {
            return new Attempt.NotDrained(Duration.ZERO);
        }
        tries++;
        Attempt attempt = new OneTry(ground, from, budget, draining, pairs).run();
        if (!(attempt instanceof Attempt.Held held)) {
            return attempt;
        }
        return new Attempt.Held(
                java.util.stream.Stream.of(Side.values())
                        .flatMap(side -> fence.of(ground.on(side), Duration.ZERO).stream())
                        .toList(),
                held.pause());
    }

    /** What a try means if it was the last. */
    private HandoverOutcome outcome(Attempt attempt, HandoverOutcome before) {
        return switch (attempt) {
            case Attempt.Moved moved -> new HandoverOutcome.Moved(from.next(), moved.pause());
            case Attempt.Held held -> {
                longest = atLeast(longest, held.pause());
                LOG.info("Authority stays for now, its fence is held by {}", held.holders());
                yield new HandoverOutcome.Held(held.holders(), tries, longest);
            }
            case Attempt.NotDrained notDrained -> {
                longest = atLeast(longest, notDrained.pause());
                yield new HandoverOutcome.NotDrained(longest);
            }
            case Attempt.Overtaken overtaken -> before;
            case Attempt.SetAside aside -> {
                LOG.warn("Authority stays: changes were set aside, and the other database would lack them for good."
                        + " See to them first; `theseus status` shows them.");
                yield new HandoverOutcome.NotDrained(longest);
            }
        };
    }

    private static boolean isFinal(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Moved moved -> true;
            case Attempt.SetAside aside -> true;
            case Attempt.Held held -> false;
            case Attempt.NotDrained notDrained -> false;
            case Attempt.Overtaken overtaken -> false;
        };
    }

    /**
     * An answer was lost, or a server: it is not known what became of it. While nobody may have authority every
     * millisecond counts, so it is looked at once more here before the caller has to.
     */
    private HandoverOutcome orLook(DatabaseUnavailable lost) {
        long end = System.nanoTime() + budget.pause().toNanos();
        do {
            try {
                Optional<HandoverOutcome> settled = settled();
                if (settled.isPresent()) {
                    return settled.get();
                }
                throw lost;
            } catch (DatabaseUnavailable e) {
                if (e == lost || !rested()) {
                    throw lost;
                }
                lost.addSuppressed(e);
            }
        } while (System.nanoTime() - end < 0);
        throw lost;
    }

    private boolean rested() {
        try {
            ground.rests().rest(WHILE_LOST);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private Duration left() {
        Duration left = budget.patience().minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration atLeast(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
