package dev.theseus.app.embed.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.ReadTarget;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.Route;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.domain.routing.Standing;
import dev.theseus.jdbc.gateway.RequestContexts;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ConsistencyTokenFilterTest {

    private static final String HEADER = "Theseus-Consistency-Token";
    private static final ConsistencyToken WRITTEN = new ConsistencyToken(Epoch.FIRST, 700, Set.of(0xabcL));

    private final ConsistencyTokenFilter filter = new ConsistencyTokenFilter(HEADER, RequestContextReader.BY_PRINCIPAL);
    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final AtomicReference<RequestContext> seen = new AtomicReference<>();

    private void serve(Runnable work) throws Exception {
        filter.doFilter(request, response, (asked, answered) -> {
            seen.set(RequestContexts.current());
            work.run();
        });
    }

    @Test
    void the_requests_token_is_what_its_reads_must_see() throws Exception {
        request.addHeader(HEADER, WRITTEN.toString());
        serve(() -> {});
        assertThat(seen.get().token()).isEqualTo(WRITTEN);
        assertThat(response.getHeader(HEADER)).isEqualTo(WRITTEN.toString());
    }

    @Test
    void whoever_is_logged_in_is_the_subject() throws Exception {
        request.setUserPrincipal(() -> "u1");
        serve(() -> {});
        assertThat(seen.get()).isEqualTo(RequestContext.of("u1"));
    }

    @Test
    void a_write_is_named_in_the_response() throws Exception {
        serve(() -> RequestContexts.after(WRITTEN));
        assertThat(response.getHeader(HEADER)).isEqualTo("1-700.abc");
    }

    @Test
    void a_write_is_named_before_the_body_is_on_its_way() throws Exception {
        filter.doFilter(request, response, (asked, answered) -> {
            RequestContexts.after(WRITTEN);
            answered.getWriter().write("done");
            answered.flushBuffer();
        });
        assertThat(response.isCommitted()).isTrue();
        assertThat(response.getHeader(HEADER)).isEqualTo("1-700.abc");
    }

    @Test
    void a_request_without_writes_answers_no_token() throws Exception {
        serve(() -> {});
        assertThat(response.getHeader(HEADER)).isNull();
    }

    @Test
    void the_threads_next_request_knows_nothing_of_it() throws Exception {
        serve(() -> RequestContexts.after(WRITTEN));
        assertThat(RequestContexts.current()).isEqualTo(RequestContext.ANONYMOUS);
    }

    @Test
    void what_is_no_token_is_read_from_old_now_and_when_it_is_sent_back() throws Exception {
        request.addHeader(HEADER, "1-700; drop table");
        serve(() -> {});
        assertThat(routed(seen.get())).isEqualTo(Route.to(Side.OLD, Route.Reason.WRITE_NOT_PASSED));
        ConsistencyToken answered =
                ConsistencyToken.parse(response.getHeader(HEADER)).orElseThrow();
        assertThat(routed(RequestContext.ANONYMOUS.after(answered)))
                .isEqualTo(Route.to(Side.OLD, Route.Reason.WRITE_NOT_PASSED));
    }

    private static Route routed(RequestContext context) {
        Rollout all = new Rollout(1, Epoch.FIRST, Phase.RAMPING, RolloutPolicy.NOBODY.withPercentage(100));
        Standing caughtUp = new Standing(Long.MAX_VALUE, Duration.ZERO, Set.of(), Set.of());
        return new RoutingSnapshot(all, caughtUp).route(context, ReadTarget.many(1), "node");
    }
}
