package dev.theseus.jdbc.hibernate;

import dev.theseus.jdbc.noting.Noted;
import dev.theseus.jdbc.noting.Noted.Extent;
import dev.theseus.jdbc.noting.StatementNoting;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees every statement that Hibernate prepares, after the service's own inspector if it has one. */
final class NotingInspector implements StatementInspector {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(HibernateCapture.class);

    private final transient Optional<StatementInspector> service;
    private final transient AtomicReference<Optional<StatementNoting>> noting;
    private final transient Map<Extent, LongAdder> counts = new EnumMap<>(Extent.class);
    private final transient Set<String> warned = ConcurrentHashMap.newKeySet();

    /** A service that makes ever new statements must not fill the memory with what it was warned of. */
    private static final int MOST_WARNINGS = 100;

    NotingInspector(Optional<StatementInspector> service, StatementNoting noting) {
        this.service = service;
        this.noting = new AtomicReference<>(Optional.of(noting));
        for (Extent extent : Extent.values()) {
            counts.put(extent, new LongAdder());
        }
    }

    @Override
    public String inspect(String sql) {
        String own = service.map(s -> s.inspect(sql)).orElse(sql);
        return noting.get().map(n -> noted(n.note(own))).orElse(own);
    }

    private String noted(Noted noted) {
        count(noted.extent()).increment();
        switch (noted.extent()) {
            case NOTHING, KEYS, KEYS_AND_GONE -> {}
            case WHOLE_TABLES ->
                warn(
                        noted,
                        "A statement does not tell which rows it changes: every key of tables {} is noted, and the relay "
                                + "reads them all again. Changing rows by statements that name them avoids it");
            case UNKNOWN ->
                warn(
                        noted,
                        "A routine is called that may change rows of tables {} unnoted. If it does, call it as native SQL "
                                + "(CALL …), verify these tables, or capture by triggers");
        }
        return noted.sql();
    }

    /** Without the statement itself, which may contain values; the first time it comes. */
    private void warn(Noted noted, String message) {
        if (warned.size() < MOST_WARNINGS && warned.add(noted.sql())) {
            LOG.warn(message, noted.tables());
        }
    }

    private LongAdder count(Extent extent) {
        return java.util.Objects.requireNonNull(counts.get(extent));
    }

    CaptureCount count() {
        return new CaptureCount(
                count(Extent.KEYS).sum(),
                count(Extent.KEYS_AND_GONE).sum(),
                count(Extent.WHOLE_TABLES).sum(),
                count(Extent.UNKNOWN).sum());
    }

    void stop() {
        noting.set(Optional.empty());
    }

    boolean isStopped() {
        return noting.get().isEmpty();
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("capture belongs to one session factory");
    }
}
