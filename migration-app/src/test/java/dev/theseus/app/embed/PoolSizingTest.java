package dev.theseus.app.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.rooms.SessionRoom;
import dev.theseus.jdbc.testing.TestDatabases;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PoolSizingTest {

    @Test
    void nodes_that_fit_are_not_warned_of() {
        assertThat(new PoolSizing(4).warning(Side.OLD, new SessionRoom(97, "max_connections"), 24))
                .isEmpty();
    }

    @Test
    void nodes_that_together_want_more_than_the_server_gives_are_warned_of() {
        assertThat(new PoolSizing(5).warning(Side.OLD, new SessionRoom(97, "max_connections"), 20))
                .get()
                .asString()
                .contains("5 nodes with 20 sessions each")
                .contains("old database for 100, but max_connections leaves 97");
    }

    @Test
    void the_room_is_the_servers_or_what_a_role_or_a_database_is_limited_to() throws Exception {
        try (TestDatabases databases = TestDatabases.create();
                var pool = ServicePool.of(databases.url(Side.OLD)).open(Side.OLD, Duration.ofMillis(250))) {
            assertThat(SessionRoom.of(pool)).isEqualTo(new SessionRoom(117, "max_connections"));
            String name = databases.value(Side.OLD, "SELECT current_database()");
            databases.old("ALTER DATABASE " + name + " CONNECTION LIMIT 40");
            assertThat(SessionRoom.of(pool)).isEqualTo(new SessionRoom(40, "the connection limit of the database"));
        }
    }
}
