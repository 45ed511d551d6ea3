package dev.theseus.jdbc.gateway;

import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.RequestContext;
import java.util.concurrent.Callable;

/**
 * The context of the request that the calling thread works for. Whoever receives a request sets it; the gateway adds
 * the tokens of its writes. Another thread gets it by {@link #carried}.
 */
public final class RequestContexts {

    private static final ThreadLocal<RequestContext> CURRENT = ThreadLocal.withInitial(() -> RequestContext.ANONYMOUS);

    private RequestContexts() {}

    public static RequestContext current() {
        return CURRENT.get();
    }

    /** Sets the context of this thread, until the answer is closed, which brings back the one before. */
    public static Scope open(RequestContext context) {
        RequestContext before = CURRENT.get();
        CURRENT.set(context);
        return () -> CURRENT.set(before);
    }

    /** From now on, reads of this request have to see these writes. */
    public static void after(ConsistencyToken written) {
        CURRENT.set(CURRENT.get().after(written));
    }

    /** The same work, which any thread does in the context that the calling thread has now. */
    public static <T> Callable<T> carried(Callable<T> work) {
        RequestContext context = current();
        return () -> {
            Scope scope = open(context);
            try {
                return work.call();
            } finally {
                scope.close();
            }
        };
    }

    /** Ends where a context ends. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
