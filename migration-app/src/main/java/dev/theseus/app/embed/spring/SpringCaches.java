package dev.theseus.app.embed.spring;

import dev.theseus.domain.cache.CacheInvalidator;
import dev.theseus.domain.cache.CacheOccasion;
import java.util.List;
import java.util.Objects;
import org.springframework.cache.CacheManager;

/**
 * Empties every cache of the service's cache managers. Which entries came from which database nobody knows, so all go.
 * A cache of several nodes is emptied by each of them, which is once too often at worst.
 */
final class SpringCaches implements CacheInvalidator {

    private final List<CacheManager> managers;

    SpringCaches(List<CacheManager> managers) {
        this.managers = List.copyOf(managers);
    }

    @Override
    public void clear(CacheOccasion occasion) {
        for (CacheManager manager : managers) {
            for (String name : manager.getCacheNames()) {
                Objects.requireNonNull(manager.getCache(name), name).clear();
            }
        }
    }
}
