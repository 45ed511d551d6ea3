package dev.theseus.app.status;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.Transfer;
import dev.theseus.domain.migration.WayBack;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who accepts writes, what is in progress about that, and how far back one can go. What only the databases know is
 * absent while they do not answer.
 *
 * @param recorded the side that the control plane knows to have authority
 * @param measured what the databases say: old, new, or moving
 * @param epoch of the side that has authority
 * @param fence whether it stands
 * @param transfer that is in progress
 * @param approvals that a person is waited for
 * @param wayBack how far back one can go without a loss
 */
public record AuthorityStatus(
        String recorded,
        Optional<String> measured,
        long epoch,
        Optional<Fencing.State> fence,
        Optional<InProgress> transfer,
        Set<String> approvals,
        Optional<WayBack> wayBack) {

    /**
     * @param what cutover, rollback or completion
     * @param stage its step
     * @param detail the checkpoint of a rollback; empty else
     */
    public record InProgress(String what, String stage, String detail, Instant began) {}

    /** What was measured, as far as it could be. */
    record Measured(Optional<Authority> authority, Optional<Fencing.State> fence, Optional<WayBack> wayBack) {
        static final Measured NOTHING = new Measured(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Empty before the migration has come so far that authority is a question. */
    static Optional<AuthorityStatus> of(MigrationState state, Measured measured) {
        return switch (state) {
            case Underway u -> of(u, measured);
            case MigrationState.Paused p -> of(p.held(), measured);
            case MigrationState.Completed c ->
                Optional.of(new AuthorityStatus(
                        Side.NEW.toString(),
                        measured.authority().map(AuthorityStatus::words),
                        c.epoch().number(),
                        measured.fence(),
                        Optional.empty(),
                        Set.of(),
                        measured.wayBack()));
            case MigrationState.RollingBack r -> Optional.empty();
            case MigrationState.RolledBack r -> Optional.empty();
            case MigrationState.Unplanned u -> Optional.empty();
        };
    }

    private static Optional<AuthorityStatus> of(Underway u, Measured measured) {
        if (!PhaseTable.hasReached(u.phase(), Phase.VERIFIED)) {
            return Optional.empty();
        }
        return Optional.of(new AuthorityStatus(
                u.authority().holder().toString(),
                measured.authority().map(AuthorityStatus::words),
                measured.authority()
                        .map(Authority::newest)
                        .orElse(u.authority().epoch())
                        .number(),
                measured.fence(),
                u.transfer().map(AuthorityStatus::inProgress),
                new TreeSet<>(u.conduct().approvals().asked()),
                measured.wayBack()));
    }

    private static String words(Authority authority) {
        return authority.holder().map(Side::toString).orElse("moving");
    }

    private static InProgress inProgress(Transfer transfer) {
        return switch (transfer) {
            case Transfer.Cutover c -> new InProgress("cutover", word(c.stage()), "", c.began());
            case Transfer.Restore r -> new InProgress("rollback", word(r.stage()), r.checkpoint(), r.began());
            case Transfer.Completion c -> new InProgress("completion", "taking off", "", c.began());
        };
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** For people, one fact a line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("  authority  %s database, epoch %d%s; fence %s"
                .formatted(
                        measured.orElse(recorded),
                        epoch,
                        measured.isEmpty() ? " (as recorded; the databases were not asked)" : "",
                        fence.map(AuthorityStatus::word).orElse("unknown")));
        transfer.ifPresent(t -> lines.add("  in progress %s%s: %s, since %s"
                .formatted(t.what(), t.detail().isEmpty() ? "" : " to " + t.detail(), t.stage(), t.began())));
        approvals.forEach(a -> lines.add("  WAITS FOR AN APPROVAL: theseus approve PLAN " + a));
        wayBack.ifPresent(w -> lines.add("  way back   " + words(w)));
        return lines;
    }

    private static String words(WayBack way) {
        if (way.checkpoints().isEmpty()) {
            return "none: " + String.join("; ", way.obstacles());
        }
        String to = "to " + String.join(", ", way.checkpoints());
        return way.isClear()
                ? "clear, nothing would be lost: " + to
                : to + "; a rollback would wait, and lose nothing: " + String.join("; ", way.obstacles());
    }
}
