package dev.theseus.jdbc.readmodel;

import dev.theseus.domain.readmodel.ReadModels;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnitTransactionType;
import javax.sql.DataSource;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** The read models in a control database, until closed. Safe for several threads. */
public final class ReadModelStore implements AutoCloseable {

    private static final String SCHEMA = "theseus_control";

    private final EntityManagerFactory entities;
    private final ReadModels readModels;

    private ReadModelStore(EntityManagerFactory entities) {
        this.entities = entities;
        this.readModels = new JpaReadModels(entities);
    }

    /** The tables that must stand before {@link #open}; may be run again and again. */
    public static String ddl() {
        return ReadModelTables.DDL;
    }

    /**
     * @param database the control database, with connections that don't commit by themselves; stays the caller's to
     *     close
     */
    public static ReadModelStore open(DataSource database) {
        return new ReadModelStore(new HibernatePersistenceConfiguration("theseus-read-models")
                .managedClasses(StatusRow.class, TrailRow.class)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, database)
                .property(JdbcSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, true)
                .property(MappingSettings.DEFAULT_SCHEMA, SCHEMA)
                .transactionType(PersistenceUnitTransactionType.RESOURCE_LOCAL)
                .createEntityManagerFactory());
    }

    public ReadModels readModels() {
        return readModels;
    }

    /** Compares the tables with the entities; throws if they don't fit each other. */
    void validate() throws jakarta.persistence.SchemaValidationException {
        entities.getSchemaManager().validate();
    }

    @Override
    public void close() {
        entities.close();
    }
}
