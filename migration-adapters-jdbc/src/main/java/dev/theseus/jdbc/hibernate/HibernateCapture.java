package dev.theseus.jdbc.hibernate;

import dev.theseus.jdbc.noting.StatementNoting;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.jpa.boot.spi.IntegratorProvider;
import org.hibernate.jpa.boot.spi.JpaSettings;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one session factory of a service note what it changes: every statement notes the keys of its rows, in itself.
 * What can't be noted is not written: a statement fails together with its note. Safe for several threads.
 *
 * <pre>{@code
 * HibernateCapture capture = HibernateCapture.of(old);
 * new HibernatePersistenceConfiguration("shop").properties(capture.settings()) …
 * }</pre>
 */
public final class HibernateCapture {

    private static final Logger LOG = LoggerFactory.getLogger(HibernateCapture.class);

    private final NotingInspector inspector;

    private HibernateCapture(NotingInspector inspector) {
        this.inspector = inspector;
    }

    /**
     * Captures the tables that were installed by {@link dev.theseus.jdbc.capture.PgCapture#captureByClients}; those
     * that are installed later are not.
     *
     * @param old the service's own connections to the old database, with its own role and search path
     * @throws SQLException if no table was installed, or the server is away
     */
    public static HibernateCapture of(DataSource old) throws SQLException {
        return of(old, Optional.empty());
    }

    /** As {@link #of(DataSource)}, for a service that has a statement inspector already; that one sees them first. */
    public static HibernateCapture of(DataSource old, StatementInspector service) throws SQLException {
        return of(old, Optional.of(service));
    }

    private static HibernateCapture of(DataSource old, Optional<StatementInspector> service) throws SQLException {
        StatementNoting noting = StatementNoting.of(old);
        LOG.info("Statements note the changed keys of {} tables", noting.captured());
        return new HibernateCapture(new NotingInspector(service, noting));
    }

    /**
     * What the session factory has to be built with, through Jakarta Persistence; wins over settings of the same names.
     */
    public Map<String, Object> settings() {
        IntegratorProvider guard = () -> List.of(guard());
        return Map.of(
                JdbcSettings.STATEMENT_INSPECTOR,
                inspector,
                JdbcSettings.USE_GET_GENERATED_KEYS,
                false,
                JpaSettings.INTEGRATOR_PROVIDER,
                guard);
    }

    /**
     * Checks that nothing passes capture by; {@link #settings()} brings it along. For a service that builds its session
     * factory through Hibernate's own API: {@code BootstrapServiceRegistryBuilder.applyIntegrator}.
     */
    public Integrator guard() {
        return new CaptureGuard(inspector);
    }

    /** How statements were noted so far. */
    public CaptureCount count() {
        return inspector.count();
    }

    /** Statements prepared from now on note nothing more. To be called before capture is removed from the database. */
    public void stop() {
        inspector.stop();
    }
}
