package dev.theseus.app.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.cli.BadInput;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who asks a server, and over which lines a secret goes. */
class CredentialsTest {

    private static final URI SERVER = URI.create("https://theseus.example");

    @Test
    void a_token_goes_before_a_password() {
        assertThat(Credentials.header(
                        SERVER, Map.of("THESEUS_TOKEN", "t", "THESEUS_USER", "u", "THESEUS_PASSWORD", "p")))
                .isEqualTo("Bearer t");
        assertThat(Credentials.header(SERVER, Map.of("THESEUS_USER", "u", "THESEUS_PASSWORD", "p")))
                .isEqualTo("Basic dTpw");
    }

    @Test
    void nobody_can_not_ask() {
        assertThatThrownBy(() -> Credentials.header(SERVER, Map.of("THESEUS_USER", "u")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("THESEUS_PASSWORD");
    }

    @Test
    void no_secret_goes_over_a_line_that_others_can_read() {
        Map<String, String> token = Map.of("THESEUS_TOKEN", "t");

        assertThat(Credentials.header(URI.create("http://localhost:8420"), token))
                .isEqualTo("Bearer t");
        assertThat(Credentials.header(URI.create("http://[::1]:8420/"), token)).isEqualTo("Bearer t");
        assertThatThrownBy(() -> Credentials.header(URI.create("http://theseus.example"), token))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("not encrypted");
        assertThatThrownBy(() -> Credentials.header(URI.create("http://localhost.example"), token))
                .isInstanceOf(BadInput.class);
    }
}
