package dev.theseus.jdbc.gateway;

import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.RequestContext;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The context of the request that the calling thread works for. Whoever receives a request opens it; the gateway adds
 * the tokens of its writes, and its reads see what these tokens ask for. Another thread gets it by {@link #carried}.
 */
public final class RequestContexts {

    private static final ThreadLocal<@Nullable RequestContext> CURRENT = new ThreadLocal<>();

    private RequestContexts() {}

    /** {@link RequestContext#ANONYMOUS} where none is open. */
    public static RequestContext current() {
        RequestContext open = CURRENT.get();
        return open == null ? RequestContext.ANONYMOUS : open;
    }

    /** Sets the context of this thread, until the answer is closed, which brings back the one before. */
    public static Scope open(RequestContext context) {
        RequestContext before = CURRENT.get();
        CURRENT.set(context);
        return () -> {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        };
    }

    /** For what carries contexts from thread to thread by itself: sets this thread's, or none where it is null. */
    public static void restore(@Nullable RequestContext context) {
        if (context == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(context);
        }
    }

    /**
     * From now on, reads of this request have to see these writes. Nothing where no context is open: the thread's next
     * request would inherit it.
     */
    public static void after(ConsistencyToken written) {
        RequestContext open = CURRENT.get();
        if (open != null) {
            CURRENT.set(open.after(written));
        }
    }

    /** What a read with this context has to see: what it says, and what the open one has written. */
    static RequestContext seeing(RequestContext context) {
        RequestContext open = CURRENT.get();
        return open == null || open.token().isNone() || open.token().equals(context.token())
                ? context
                : context.after(open.token());
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
