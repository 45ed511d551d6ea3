package dev.theseus.jdbc.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A session with something to be done when it is closed; all else goes to the session itself. */
public final class BorrowedSession implements InvocationHandler {

    private final Connection session;
    private final Closing closing;

    /** Closes a session. */
    @FunctionalInterface
    public interface Closing {
        void close(Connection session) throws SQLException;
    }

    private BorrowedSession(Connection session, Closing closing) {
        this.session = session;
        this.closing = closing;
    }

    /** @param closing closes the session; called each time that {@code close} is */
    public static Connection of(Connection session, Closing closing) {
        return (Connection) Proxy.newProxyInstance(
                BorrowedSession.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new BorrowedSession(session, closing));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("close")) {
            closing.close(session);
            return null;
        }
        try {
            return method.invoke(session, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
