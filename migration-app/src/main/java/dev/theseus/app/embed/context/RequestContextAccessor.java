package dev.theseus.app.embed.context;

import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.RequestContexts;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Found by the context registry's service loader. A token goes from a thread to those it starts work on, not back: who
 * writes on another thread and reads on this one hands the token over.
 */
public final class RequestContextAccessor implements ThreadLocalAccessor<RequestContext> {

    /** Under which a context's snapshot holds it. */
    public static final String KEY = "theseus.request";

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public @Nullable RequestContext getValue() {
        RequestContext current = RequestContexts.current();
        return current.equals(RequestContext.ANONYMOUS) ? null : current;
    }

    @Override
    public void setValue(RequestContext context) {
        RequestContexts.restore(context);
    }

    @Override
    public void setValue() {
        RequestContexts.restore(null);
    }
}
