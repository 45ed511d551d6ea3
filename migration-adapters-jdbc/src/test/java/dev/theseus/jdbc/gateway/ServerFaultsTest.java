package dev.theseus.jdbc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFaultsTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "42P01", "42501", "53300", "57P01", "57014", "58030", "XX000"})
    void a_server_that_fails_or_lacks_a_table_is_to_blame(String state) {
        assertThat(ServerFaults.isServerFault(new IllegalStateException(new SQLException("no", state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22001", "40001", "P0001", "TH001"})
    void what_happens_to_every_service_is_not_the_servers_fault(String state) {
        assertThat(ServerFaults.isServerFault(new SQLException("no", state))).isFalse();
    }

    @Test
    void no_session_is_the_servers_fault_and_an_error_of_the_service_is_not() {
        assertThat(ServerFaults.isServerFault(new SQLException("no connection within 1 s")))
                .isTrue();
        assertThat(ServerFaults.isServerFault(new IllegalArgumentException("no such user")))
                .isFalse();
    }
}
