package dev.theseus.domain.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.ServerFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerPairTest {

    @Test
    void twoNewEnoughServersInUtf8HaveNoFindings() {
        assertThat(new ServerPair(server(12, "UTF8", "1/5"), server(18, "UTF8", "2/5")).findings())
                .isEmpty();
    }

    @Test
    void aServerThatIsTooOldStops() {
        assertThat(new ServerPair(server(11, "UTF8", "1/5"), server(18, "UTF8", "2/5")).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.severity()).isEqualTo(Severity.STOPS);
                    assertThat(f.check()).isEqualTo(Check.VERSION);
                    assertThat(f.what()).isEqualTo("old");
                });
    }

    @Test
    void theSameDatabaseTwiceStops() {
        assertThat(new ServerPair(server(18, "UTF8", "1/5"), server(18, "UTF8", "1/5")).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.severity()).isEqualTo(Severity.STOPS);
                    assertThat(f.check()).isEqualTo(Check.SAME_DATABASE);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "SQL_ASCII, UTF8, STOPS",
        "UTF8, SQL_ASCII, STOPS",
        "UTF8, LATIN1, STOPS",
        "LATIN1, UTF8, WARNS",
        "LATIN1, LATIN1, WARNS"
    })
    void encodingsOtherThanUtf8AreNamed(String old, String target, Severity severity) {
        assertThat(new ServerPair(server(18, old, "1/5"), server(18, target, "2/5")).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.severity()).isEqualTo(severity);
                    assertThat(f.check()).isEqualTo(Check.ENCODING);
                });
    }

    private static ServerFacts server(int major, String encoding, String identity) {
        return new ServerFacts("PostgreSQL", major + ".1", major, encoding, identity);
    }
}
