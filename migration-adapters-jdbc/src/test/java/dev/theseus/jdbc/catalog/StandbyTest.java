package dev.theseus.jdbc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Severity;
import dev.theseus.domain.plan.Plan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.testing.TestDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandbyTest {

    @TempDir
    Path directory;

    @Test
    void aStandbyAsOldStops() throws IOException, SQLException {
        Path data = directory.resolve("data");
        server(data).close();
        Files.createFile(data.resolve("standby.signal"));
        try (EmbeddedPostgres standby = server(data);
                PgDatabase old = PgDatabase.open(Side.OLD, standby.getJdbcUrl("postgres", "postgres"), null, null, 2);
                TestDatabases databases = TestDatabases.create()) {
            assertThat(PgCatalogs.inspection(old, databases.on(Side.NEW)).inspect(List.of(), Plan.Settings.DEFAULT))
                    .anySatisfy(finding -> {
                        assertThat(finding.severity()).isEqualTo(Severity.STOPS);
                        assertThat(finding.check()).isEqualTo(Check.STANDBY);
                        assertThat(finding.what()).isEqualTo("old");
                    });
        }
    }

    private static EmbeddedPostgres server(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start();
    }
}
