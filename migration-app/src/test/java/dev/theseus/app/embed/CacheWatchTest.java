package dev.theseus.app.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.cache.CacheInvalidator;
import dev.theseus.domain.cache.CacheOccasion;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CacheWatchTest {

    private static final Duration OFTEN = Duration.ofMillis(5);

    private final AtomicReference<Rollout> rollout = new AtomicReference<>(Rollout.NONE);
    private final AtomicInteger looks = new AtomicInteger();
    private final List<CacheOccasion> emptied = new CopyOnWriteArrayList<>();

    private CacheWatch watch(CacheInvalidator caches) {
        return CacheWatch.start(
                () -> {
                    looks.incrementAndGet();
                    return rollout.get();
                },
                caches,
                OFTEN);
    }

    private void show(long version, long epoch) {
        rollout.set(new Rollout(version, new Epoch(epoch), Phase.RAMPING, RolloutPolicy.NOBODY));
        int before = looks.get();
        Awaitility.await().until(() -> looks.get() > before + 1);
    }

    @Test
    void caches_are_emptied_once_for_each_move_of_authority() {
        try (CacheWatch watch = watch(emptied::add)) {
            assertThat(watch).isNotNull();
            show(5, 1);
            show(6, 1);
            assertThat(emptied).isEmpty();
            show(7, 2);
            show(8, 2);
            assertThat(emptied).containsExactly(CacheOccasion.AUTHORITY_MOVED);
            show(9, 3);
            assertThat(emptied).hasSize(2);
        }
    }

    @Test
    void a_cache_that_fails_does_not_keep_the_next_occasion_from_being_seen() {
        try (CacheWatch watch = watch(occasion -> {
            emptied.add(occasion);
            throw new IllegalStateException("no connection to the cache");
        })) {
            assertThat(watch).isNotNull();
            show(5, 1);
            show(6, 2);
            show(7, 3);
            assertThat(emptied).hasSize(2);
        }
    }

    @Test
    void a_service_without_caches_is_not_watched() {
        try (CacheWatch watch = watch(CacheInvalidator.NONE)) {
            assertThat(watch).isNotNull();
        }
        assertThat(looks).hasValue(0);
    }
}
