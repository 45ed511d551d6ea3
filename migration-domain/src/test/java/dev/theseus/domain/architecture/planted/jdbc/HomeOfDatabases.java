package dev.theseus.domain.architecture.planted.jdbc;

import com.zaxxer.planted.PoolType;
import jakarta.persistence.planted.PersistenceType;
import java.sql.Connection;
import javax.sql.DataSource;
import org.hibernate.planted.HibernateType;
import org.postgresql.planted.PostgresType;

/** Allowed. */
public record HomeOfDatabases(
        Connection connection,
        DataSource source,
        PoolType pool,
        PersistenceType entity,
        HibernateType session,
        PostgresType copy) {}
