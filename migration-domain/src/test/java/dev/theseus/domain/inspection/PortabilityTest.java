package dev.theseus.domain.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortabilityTest {

    @Test
    void aValueTravelsByItselfOrByANameOrNotAtAll() {
        assertThat(Portability.of("numeric")).isEqualTo(Portability.ANYWHERE);
        assertThat(Portability.of("regclass")).isEqualTo(Portability.BY_NAME);
        assertThat(Portability.of("pg_node_tree")).isEqualTo(Portability.NOWHERE);
    }
}
