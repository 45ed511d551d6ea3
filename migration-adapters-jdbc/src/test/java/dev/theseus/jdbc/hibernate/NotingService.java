package dev.theseus.jdbc.hibernate;

import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.testing.TestDatabases;
import jakarta.persistence.PersistenceUnitTransactionType;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A service on old that notes what is captured when it starts; it starts when it is first used. */
public final class NotingService implements AutoCloseable {

    private final TestDatabases databases;
    private final List<Class<?>> entities;
    private final Map<String, Object> more;
    private String role = "postgres";
    private @Nullable SessionFactory factory;
    private @Nullable HibernateCapture capture;

    public NotingService(TestDatabases databases, Class<?>... entities) {
        this(databases, Map.of(), entities);
    }

    /** @param more settings, which win */
    NotingService(TestDatabases databases, Map<String, Object> more, Class<?>... entities) {
        this.databases = databases;
        this.entities = List.of(entities);
        this.more = more;
    }

    /** Whoever installs or removes capture has to restart the services. */
    public ChangeCapture restartedAfterChangesOf(ChangeCapture installed) {
        return new ChangeCapture() {
            @Override
            public void install(TablePlan table) {
                close();
                installed.install(table);
            }

            @Override
            public void remove(TablePlan table) {
                close();
                installed.remove(table);
            }

            @Override
            public State state(TablePlan table) {
                return installed.state(table);
            }
        };
    }

    public void restartAs(String otherRole) {
        close();
        this.role = otherRole;
    }

    PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(databases.url(Side.OLD));
        source.setOptions("-c role=" + role);
        return source;
    }

    SessionFactory factory() throws SQLException {
        SessionFactory running = factory;
        if (running != null) {
            return running;
        }
        Map<String, Object> settings = new HashMap<>();
        if (databases.value(Side.OLD, "SELECT to_regclass('theseus.client_table')") != null) {
            HibernateCapture noting = HibernateCapture.of(dataSource());
            settings.putAll(noting.settings());
            capture = noting;
        }
        settings.putAll(more);
        SessionFactory started = new HibernatePersistenceConfiguration("service")
                .managedClasses(entities.toArray(Class[]::new))
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource())
                .property(org.hibernate.cfg.BatchSettings.STATEMENT_BATCH_SIZE, 10)
                .property(SchemaToolingSettings.HBM2DDL_AUTO, "none")
                .properties(settings)
                .transactionType(PersistenceUnitTransactionType.RESOURCE_LOCAL)
                .createEntityManagerFactory()
                .unwrap(SessionFactory.class);
        factory = started;
        return started;
    }

    public void inTransaction(Consumer<Session> work) throws SQLException {
        factory().inTransaction(work);
    }

    public void rolledBack(Consumer<Session> work) throws SQLException {
        factory().inSession(session -> {
            var transaction = session.beginTransaction();
            work.accept(session);
            session.flush();
            transaction.rollback();
        });
    }

    HibernateCapture capture() throws SQLException {
        factory();
        return java.util.Objects.requireNonNull(capture);
    }

    public CaptureCount count() throws SQLException {
        return capture().count();
    }

    @Override
    public void close() {
        if (factory != null) {
            factory.close();
        }
        factory = null;
        capture = null;
    }
}
