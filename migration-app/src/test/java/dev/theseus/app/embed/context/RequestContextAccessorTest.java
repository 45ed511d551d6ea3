package dev.theseus.app.embed.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.RequestContexts;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RequestContextAccessorTest {

    @Test
    void a_context_crosses_threads_and_does_not_stay_there() throws Exception {
        ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();
        RequestContext mine = RequestContext.of("u1");
        try (ExecutorService plain = Executors.newSingleThreadExecutor()) {
            ExecutorService carrying = ContextExecutorService.wrap(plain, snapshots::captureAll);
            try (RequestContexts.Scope scope = RequestContexts.open(mine)) {
                assertThat(scope).isNotNull();
                assertThat(carrying.submit(RequestContexts::current).get()).isEqualTo(mine);
            }
            assertThat(plain.submit(RequestContexts::current).get()).isEqualTo(RequestContext.ANONYMOUS);
            assertThat(carrying.submit(RequestContexts::current).get()).isEqualTo(RequestContext.ANONYMOUS);
        }
    }
}
