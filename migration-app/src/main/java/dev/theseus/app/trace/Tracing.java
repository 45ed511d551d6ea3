package dev.theseus.app.trace;

import dev.theseus.app.embed.trace.ObservedApplier;
import dev.theseus.app.run.RunListener;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.relay.Applier;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What somebody traces of a run: its steps, and the batches that its relay applies. Spans are sent beside the run;
 * while nobody takes them they are dropped. Safe for several threads.
 */
public final class Tracing implements AutoCloseable {

    /** The variables are those of OpenTelemetry's specification. */
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    private final ObservationRegistry registry;
    private final Runnable end;

    private Tracing(ObservationRegistry registry, Runnable end) {
        this.registry = registry;
        this.end = end;
    }

    /** For whoever looks at observations in this process. */
    static Tracing to(ObservationRegistry registry) {
        return new Tracing(registry, () -> {});
    }

    /**
     * Sends spans of a migration where the environment says, by OTLP over HTTP; nothing is traced where it says
     * nothing.
     *
     * @throws dev.theseus.app.cli.BadInput if it says something that is no address
     */
    public static Tracing of(Map<String, String> environment, MigrationId migration) {
        Optional<String> endpoint = Optional.ofNullable(environment.get(TRACES_ENDPOINT))
                .or(() -> Optional.ofNullable(environment.get(ENDPOINT))
                        .map(base -> base.replaceAll("/+$", "") + "/v1/traces"));
        return endpoint.map(url -> sending(url, environment, migration)).orElseGet(() -> to(ObservationRegistry.NOOP));
    }

    private static Tracing sending(String endpoint, Map<String, String> environment, MigrationId migration) {
        OtlpSpans spans = OtlpSpans.to(endpoint, environment, migration);
        return new Tracing(spans.registry(), spans::close);
    }

    public UnaryOperator<RunListener> steps() {
        return registry.isNoop() ? UnaryOperator.identity() : listener -> new ObservedSteps(listener, registry);
    }

    public UnaryOperator<Applier> applies() {
        return registry.isNoop() ? UnaryOperator.identity() : applier -> new ObservedApplier(applier, registry);
    }

    /** Sends what is not sent yet, if somebody takes it. */
    @Override
    public void close() {
        end.run();
    }
}
