package dev.theseus.app.embed.trace;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.Route;
import dev.theseus.jdbc.gateway.GatewayMeters;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.function.Consumer;

/** Makes an observation of each time that rows of a write are applied to new, and tells meters the rest. */
public final class ObservedMeters implements GatewayMeters {

    private final GatewayMeters meters;
    private final Observations observations;

    public ObservedMeters(GatewayMeters meters, ObservationRegistry registry) {
        this.meters = meters;
        this.observations = new Observations(registry);
    }

    @Override
    public Consumer<DualWrite> applies() {
        Consumer<DualWrite> told = meters.applies();
        Consumer<String> ended = observations.applies("dual-write");
        return outcome -> {
            ended.accept(outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            told.accept(outcome);
        };
    }

    @Override
    public void routed(Route route) {
        meters.routed(route);
    }

    @Override
    public void read(Side side, Outcome outcome, long nanos) {
        meters.read(side, outcome, nanos);
    }

    @Override
    public void fallback(Fallback reason) {
        meters.fallback(reason);
    }

    @Override
    public void write(Outcome outcome, long nanos) {
        meters.write(outcome, nanos);
    }

    @Override
    public void dualWrite(DualWrite outcome, long nanos) {
        meters.dualWrite(outcome, nanos);
    }

    @Override
    public void shadow(Shadow outcome) {
        meters.shadow(outcome);
    }

    @Override
    public void check(Check outcome) {
        meters.check(outcome);
    }
}
