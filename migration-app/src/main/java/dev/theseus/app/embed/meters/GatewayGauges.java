package dev.theseus.app.embed.meters;

import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewayStatus;
import dev.theseus.jdbc.guard.Breaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Shows how a gateway is, as gauges that ask it when they are read. */
public final class GatewayGauges {

    private final MeterRegistry registry;
    private final Gateway gateway;

    private GatewayGauges(MeterRegistry registry, Gateway gateway) {
        this.registry = registry;
        this.gateway = gateway;
    }

    public static void bind(MeterRegistry registry, Gateway gateway) {
        GatewayGauges gauges = new GatewayGauges(registry, gateway);
        gauges.status();
        gauges.rollout();
    }

    private void status() {
        ofStatus(GatewayMeter.BREAKER, Tags.of("guards", "reads"), status -> level(status.reads()));
        ofStatus(GatewayMeter.BREAKER, Tags.of("guards", "dual-writes"), status -> level(status.writes()));
        ofStatus(
                GatewayMeter.UNDER_WAY,
                Tags.of("work", "reads"),
                status -> status.underWay().reads());
        ofStatus(
                GatewayMeter.UNDER_WAY,
                Tags.of("work", "dual-writes"),
                status -> status.underWay().dualWrites());
        ofStatus(
                GatewayMeter.UNDER_WAY,
                Tags.of("work", "shadows"),
                status -> status.underWay().shadows());
        ofStatus(
                GatewayMeter.LOG_ENTRIES,
                Tags.empty(),
                status -> status.backlog().entries());
        ofStatus(
                GatewayMeter.LOG_SET_ASIDE,
                Tags.empty(),
                status -> status.backlog().setAside());
        ofStatus(GatewayMeter.LOOK_AGE, Tags.empty(), status -> seconds(status.sinceLook()));
    }

    private void rollout() {
        gauge(
                GatewayMeter.LAG,
                Tags.empty(),
                g -> seconds(g.snapshot().standing().lag()));
        gauge(
                GatewayMeter.ROLLOUT_PERCENTAGE,
                Tags.empty(),
                g -> g.snapshot().rollout().policy().percentage());
        gauge(
                GatewayMeter.ROLLOUT_VERSION,
                Tags.empty(),
                g -> g.snapshot().rollout().version());
    }

    private void ofStatus(GatewayMeter meter, Tags tags, ToDoubleFunction<GatewayStatus> value) {
        gauge(meter, tags, g -> value.applyAsDouble(g.status()));
    }

    private void gauge(GatewayMeter meter, Tags tags, ToDoubleFunction<Gateway> value) {
        Gauge.builder(meter.id(), gateway, value)
                .description(meter.meaning())
                .tags(tags)
                .register(registry);
    }

    private static double level(Breaker.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
