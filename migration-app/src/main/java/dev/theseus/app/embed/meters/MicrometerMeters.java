package dev.theseus.app.embed.meters;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.Route;
import dev.theseus.domain.routing.Route.Reason;
import dev.theseus.jdbc.gateway.GatewayMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Counts and times what a gateway tells of. All meters stand from the beginning, at zero. */
public final class MicrometerMeters implements GatewayMeters {

    private final MeterRegistry registry;
    private final Map<Side, Map<Outcome, Timer>> reads;
    private final Map<Side, Map<Reason, Counter>> routes;
    private final Map<Fallback, Counter> fallbacks;
    private final Map<Outcome, Timer> writes;
    private final Map<DualWrite, Timer> dualWrites;
    private final Map<Shadow, Counter> shadows;
    private final Map<Check, Counter> checks;

    public MicrometerMeters(MeterRegistry registry) {
        this.registry = registry;
        this.reads = each(
                Side.class,
                side -> each(
                        Outcome.class,
                        outcome -> timer(GatewayMeter.READS, Tags.of("database", tag(side), "outcome", tag(outcome)))));
        this.routes = each(
                Side.class,
                side -> each(
                        Reason.class,
                        reason -> counter(GatewayMeter.ROUTES, Tags.of("database", tag(side), "reason", tag(reason)))));
        this.fallbacks =
                each(Fallback.class, reason -> counter(GatewayMeter.FALLBACKS, Tags.of("reason", tag(reason))));
        this.writes = each(Outcome.class, outcome -> timer(GatewayMeter.WRITES, Tags.of("outcome", tag(outcome))));
        this.dualWrites =
                each(DualWrite.class, outcome -> timer(GatewayMeter.DUAL_WRITES, Tags.of("outcome", tag(outcome))));
        this.shadows =
                each(Shadow.class, outcome -> counter(GatewayMeter.SHADOW_READS, Tags.of("outcome", tag(outcome))));
        this.checks = each(Check.class, outcome -> counter(GatewayMeter.CHECKS, Tags.of("outcome", tag(outcome))));
    }

    @Override
    public void routed(Route route) {
        of(of(routes, route.side()), route.reason()).increment();
    }

    @Override
    public void read(Side side, Outcome outcome, long nanos) {
        of(of(reads, side), outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void fallback(Fallback reason) {
        of(fallbacks, reason).increment();
    }

    @Override
    public void write(Outcome outcome, long nanos) {
        of(writes, outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void dualWrite(DualWrite outcome, long nanos) {
        of(dualWrites, outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void shadow(Shadow outcome) {
        of(shadows, outcome).increment();
    }

    @Override
    public void check(Check outcome) {
        of(checks, outcome).increment();
    }

    private Timer timer(GatewayMeter meter, Tags tags) {
        return Timer.builder(meter.id())
                .description(meter.meaning())
                .tags(tags)
                .publishPercentiles(0.5, 0.95, 0.99)
                .register(registry);
    }

    private Counter counter(GatewayMeter meter, Tags tags) {
        return Counter.builder(meter.id())
                .description(meter.meaning())
                .tags(tags)
                .register(registry);
    }

    private static <E extends Enum<E>, M> Map<E, M> each(Class<E> type, Function<E, M> meter) {
        Map<E, M> meters = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            meters.put(constant, meter.apply(constant));
        }
        return meters;
    }

    private static <E extends Enum<E>, M> M of(Map<E, M> meters, E constant) {
        return Objects.requireNonNull(meters.get(constant), "every constant has its meter");
    }

    /** {@code TIME_LIMIT} as {@code time-limit}. */
    static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
