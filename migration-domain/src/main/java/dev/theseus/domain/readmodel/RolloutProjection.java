package dev.theseus.domain.readmodel;

import dev.theseus.domain.readmodel.MigrationStatus.RolloutStatus;
import dev.theseus.domain.routing.RolloutPolicy;
import java.util.SortedSet;
import java.util.TreeSet;

/** Makes the rollout's part of the status. */
final class RolloutProjection {

    private RolloutProjection() {}

    static MigrationStatus none(MigrationStatus s) {
        return with(s, RolloutStatus.NONE);
    }

    static MigrationStatus changed(MigrationStatus s, RolloutPolicy policy) {
        return with(
                s,
                new RolloutStatus(policy, s.rollout().failedBack(), s.rollout().mismatches()));
    }

    static MigrationStatus failed(MigrationStatus s, String node) {
        SortedSet<String> more = new TreeSet<>(s.rollout().failedBack());
        more.add(node);
        return with(s, new RolloutStatus(s.rollout().policy(), more, s.rollout().mismatches()));
    }

    static MigrationStatus resumed(MigrationStatus s, String node) {
        SortedSet<String> fewer = new TreeSet<>(s.rollout().failedBack());
        fewer.remove(node);
        return with(
                s, new RolloutStatus(s.rollout().policy(), fewer, s.rollout().mismatches()));
    }

    static MigrationStatus mismatch(MigrationStatus s) {
        RolloutStatus before = s.rollout();
        return with(s, new RolloutStatus(before.policy(), before.failedBack(), before.mismatches() + 1));
    }

    private static MigrationStatus with(MigrationStatus s, RolloutStatus rollout) {
        return new MigrationStatus(s.migration(), s.standing(), s.run(), s.tables(), rollout, s.findings());
    }
}
