package dev.theseus.jdbc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Check;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PgLoginTest {

    @Test
    void aLoginThatWorksHasNoFinding() throws SQLException {
        try (TestDatabases databases = TestDatabases.create()) {
            assertThat(PgLogin.attempt(Side.OLD, url(databases), "postgres", null))
                    .isEmpty();
        }
    }

    @Test
    void anUnknownRoleIsNamedInTheServersWords() throws SQLException {
        try (TestDatabases databases = TestDatabases.create()) {
            assertThat(PgLogin.attempt(Side.NEW, url(databases), "nobody", "s3cret"))
                    .hasValueSatisfying(f -> {
                        assertThat(f.check()).isEqualTo(Check.CONNECTION);
                        assertThat(f.message())
                                .contains("\"nobody\" does not exist", "new: password-env")
                                .doesNotContain("s3cret");
                    });
        }
    }

    @Test
    void aMissingDatabaseIsNamed() throws SQLException {
        try (TestDatabases databases = TestDatabases.create()) {
            assertThat(PgLogin.attempt(Side.OLD, url(databases) + "_absent", "postgres", null))
                    .hasValueSatisfying(f -> assertThat(f.message()).contains("create the database"));
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(PgLogin.attempt(Side.OLD, "jdbc:postgresql://localhost:" + free + "/shop", "app", null))
                .hasValueSatisfying(f -> assertThat(f.message()).contains("refused", "" + free));
    }

    private static String url(TestDatabases databases) {
        return databases.url(Side.OLD).replaceFirst("\\?.*", "");
    }
}
