package dev.theseus.app.trace;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Makes a span of each observation. Of an error it tells the kind only: a database may quote a row in its message. */
final class SpanHandler implements ObservationHandler<Observation.Context> {

    private final Tracer tracer;

    SpanHandler(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void onStart(Observation.Context context) {
        SpanBuilder span = tracer.spanBuilder(context.getName());
        ObservationView parent = context.getParentObservation();
        Span above = parent == null ? null : parent.getContextView().get(Span.class);
        if (above == null) {
            span.setNoParent();
        } else {
            span.setParent(Context.root().with(above));
        }
        context.put(Span.class, span.startSpan());
    }

    @Override
    public void onError(Observation.Context context) {
        Throwable error = context.getError();
        if (error != null) {
            span(context).setStatus(StatusCode.ERROR, error.getClass().getName());
        }
    }

    @Override
    public void onStop(Observation.Context context) {
        Span span = span(context);
        for (KeyValue tag : context.getAllKeyValues()) {
            span.setAttribute(tag.getKey(), tag.getValue());
        }
        span.end();
    }

    private static Span span(Observation.Context context) {
        return context.getOrDefault(Span.class, Span.getInvalid());
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return true;
    }
}
