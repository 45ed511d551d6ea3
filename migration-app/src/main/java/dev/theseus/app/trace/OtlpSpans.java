package dev.theseus.app.trace;

import dev.theseus.app.cli.BadInput;
import dev.theseus.domain.plan.MigrationId;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.Map;

/** A registry whose observations are sent as spans, by OTLP over HTTP, on a thread beside. */
record OtlpSpans(ObservationRegistry registry, SdkTracerProvider spans) {

    private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
    private static final String SERVICE = "OTEL_SERVICE_NAME";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** @throws BadInput if the endpoint is no address */
    static OtlpSpans to(String endpoint, Map<String, String> environment, MigrationId migration) {
        OtlpHttpSpanExporter exporter = exporter(endpoint, environment.getOrDefault(HEADERS, ""));
        SdkTracerProvider spans = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder()
                        .put("service.name", environment.getOrDefault(SERVICE, "theseus"))
                        .put("theseus.migration", migration.value())
                        .build())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new SpanHandler(spans.get("dev.theseus")));
        return new OtlpSpans(registry, spans);
    }

    /** @param headers as {@code name=value}, with commas in between */
    private static OtlpHttpSpanExporter exporter(String endpoint, String headers) {
        try {
            OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                    .setEndpoint(endpoint)
                    .setTimeout(TIMEOUT)
                    // the end of a run would wait for it
                    .setRetryPolicy(null);
            for (String header : headers.split(",", -1)) {
                int end = header.indexOf('=');
                if (end > 0) {
                    exporter.addHeader(
                            header.substring(0, end).strip(),
                            header.substring(end + 1).strip());
                }
            }
            return exporter.build();
        } catch (IllegalArgumentException e) {
            throw new BadInput("\"" + endpoint + "\" is no address that spans can be sent to");
        }
    }

    /** Sends what is not sent yet, if somebody takes it. */
    void close() {
        spans.close();
    }
}
