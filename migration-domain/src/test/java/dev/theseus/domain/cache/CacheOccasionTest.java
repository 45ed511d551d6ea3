package dev.theseus.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CacheOccasionTest {

    private static Rollout rollout(long version, long epoch, Phase phase) {
        return new Rollout(version, new Epoch(epoch), phase, RolloutPolicy.NOBODY);
    }

    @Test
    void caches_are_emptied_when_authority_moves_in_either_direction() {
        assertThat(CacheOccasion.between(rollout(7, 1, Phase.RAMPING), rollout(8, 2, Phase.RAMPING)))
                .contains(CacheOccasion.AUTHORITY_MOVED);
        assertThat(CacheOccasion.between(rollout(9, 2, Phase.RAMPING), rollout(10, 3, Phase.SHADOWING)))
                .contains(CacheOccasion.AUTHORITY_MOVED);
    }

    @Test
    void caches_are_emptied_when_the_migration_goes_back() {
        assertThat(CacheOccasion.between(rollout(7, 1, Phase.RAMPING), rollout(8, 1, Phase.SHADOWING)))
                .contains(CacheOccasion.WENT_BACK);
        assertThat(CacheOccasion.between(rollout(7, 1, Phase.RAMPING), rollout(8, 1, Phase.ROLLING_BACK)))
                .contains(CacheOccasion.WENT_BACK);
    }

    @Test
    void caches_stay_as_they_are_when_the_migration_goes_on_or_readers_change() {
        assertThat(CacheOccasion.between(rollout(7, 1, Phase.SHADOWING), rollout(8, 1, Phase.RAMPING)))
                .isEmpty();
        assertThat(CacheOccasion.between(rollout(7, 1, Phase.RAMPING), rollout(8, 1, Phase.RAMPING)))
                .isEmpty();
    }

    @Test
    void a_node_that_has_just_started_has_nothing_to_empty() {
        assertThat(CacheOccasion.between(Rollout.NONE, rollout(8, 2, Phase.RAMPING)))
                .isEmpty();
    }

    @Test
    void those_who_hear_of_events_forget_at_the_same_occasions() {
        MigrationId shop = new MigrationId("shop");
        Instant noon = Instant.parse("2025-03-01T12:00:00Z");
        assertThat(CacheOccasion.of(new MigrationEvent.AuthorityMoved(shop, noon, new Epoch(2), Duration.ZERO)))
                .contains(CacheOccasion.AUTHORITY_MOVED);
        assertThat(CacheOccasion.of(new MigrationEvent.CachesCleared(shop, noon)))
                .contains(CacheOccasion.WENT_BACK);
        assertThat(CacheOccasion.of(new MigrationEvent.RollbackBegan(shop, noon, Phase.RAMPING, RowDisposition.KEEP)))
                .contains(CacheOccasion.WENT_BACK);
        assertThat(CacheOccasion.of(new MigrationEvent.VerificationWithdrawn(shop, noon, "rows differ")))
                .contains(CacheOccasion.WENT_BACK);
        assertThat(CacheOccasion.of(new MigrationEvent.PhaseEntered(shop, noon, Phase.SHADOWING, Phase.RAMPING)))
                .isEmpty();
    }
}
