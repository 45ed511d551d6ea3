package dev.theseus.app.embed.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.cache.CacheInvalidator;
import dev.theseus.domain.cache.CacheOccasion;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

class SpringCachesTest {

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

    private CacheInvalidator configured() {
        ObjectProvider<CacheManager> managers = beans.getBeanProvider(CacheManager.class);
        return new TheseusCacheAutoConfiguration().theseusCaches(managers);
    }

    private static Cache cache(CacheManager manager, String name) {
        return Objects.requireNonNull(manager.getCache(name));
    }

    @Test
    void every_cache_of_every_manager_is_emptied() {
        CacheManager one = new ConcurrentMapCacheManager("orders", "users");
        CacheManager two = new ConcurrentMapCacheManager();
        beans.registerSingleton("one", one);
        beans.registerSingleton("two", two);
        cache(one, "orders").put(1, "open");
        cache(two, "made-on-demand").put(1, "x");

        configured().clear(CacheOccasion.AUTHORITY_MOVED);

        assertThat(cache(one, "orders").get(1)).isNull();
        assertThat(cache(two, "made-on-demand").get(1)).isNull();
    }

    @Test
    void a_service_without_a_cache_manager_has_nothing_to_empty() {
        assertThat(configured()).isSameAs(CacheInvalidator.NONE);
    }
}
