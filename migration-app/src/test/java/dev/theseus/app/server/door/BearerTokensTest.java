package dev.theseus.app.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.theseus.app.cli.BadInput;
import dev.theseus.app.server.Client;
import dev.theseus.app.server.ServerUnderTest;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Tokens of an issuer, where the settings name one. */
class BearerTokensTest {

    private static final String MIGRATION = "/api/v1/migrations/" + ServerUnderTest.MIGRATION;
    private static final String ISSUER = "https://issuer.example";

    @TempDir
    private Path directory;

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String json(Map<String, ?> values) {
        return text(JsonMapper.shared().writeValueAsBytes(values));
    }

    private static String token(KeyPair keys, Map<String, ?> claims) throws Exception {
        String unsigned = json(Map.of("alg", "RS256", "kid", "k")) + "." + json(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(unsigned.getBytes(StandardCharsets.US_ASCII));
        return unsigned + "." + text(signature.sign());
    }

    private static Map<String, ?> claims(String audience, String issuer, Instant until, String... roles) {
        return Map.of(
                "iss",
                issuer,
                "aud",
                audience,
                "sub",
                "4711",
                "preferred_username",
                "frida",
                "exp",
                until.getEpochSecond(),
                "realm_access",
                Map.of("roles", roles));
    }

    private static String keySet(KeyPair keys) {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return JsonMapper.shared().writeValueAsString(Map.of("keys", new Object[] {
            Map.of(
                    "kty", "RSA",
                    "kid", "k",
                    "use", "sig",
                    "alg", "RS256",
                    "n", text(unsigned(key.getModulus())),
                    "e", text(unsigned(key.getPublicExponent())))
        }));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static HttpServer issuer(KeyPair keys) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = keySet(keys).getBytes(StandardCharsets.UTF_8);
        server.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void a_token_lets_in_by_the_roles_that_its_issuer_gives_and_no_other_does() throws Exception {
        KeyPair keys = keys();
        HttpServer issuer = issuer(keys);
        Path settings = Files.writeString(directory.resolve("server.yaml"), """
                theseus:
                  server:
                    oauth:
                      issuer: %s
                      jwk-set: http://127.0.0.1:%d/keys
                      audience: theseus
                      name-claim: preferred_username
                      roles-claim: realm_access.roles
                      roles: { operator: [migrators], viewer: [staff] }
                """.formatted(
                        ISSUER, issuer.getAddress().getPort()));
        try (ServerUnderTest server = ServerUnderTest.withSettings(settings)) {
            Instant later = Instant.now().plusSeconds(600);
            Client operator = Client.with(server.uri(), token(keys, claims("theseus", ISSUER, later, "migrators")));
            assertThat(operator.get("/api/v1/session").json().path("user").asString())
                    .isEqualTo("frida");
            assertThat(operator.get(MIGRATION).status()).isEqualTo(200);
            // authorised, and not to be done before there is a migration
            assertThat(operator.command("pause", "{\"reason\": \"r\"}").status())
                    .isEqualTo(409);

            Client viewer = Client.with(server.uri(), token(keys, claims("theseus", ISSUER, later, "staff")));
            assertThat(viewer.get(MIGRATION).status()).isEqualTo(200);
            assertThat(viewer.command("pause", "{\"reason\": \"r\"}").status()).isEqualTo(403);
            assertThat(status(server, token(keys, claims("theseus", ISSUER, later, "others"))))
                    .isEqualTo(403);

            assertThat(status(server, token(keys, claims("another", ISSUER, later, "staff"))))
                    .isEqualTo(401);
            assertThat(status(server, token(keys, claims("theseus", "https://other.example", later, "staff"))))
                    .isEqualTo(401);
            assertThat(status(
                            server,
                            token(keys, claims("theseus", ISSUER, Instant.now().minusSeconds(600), "staff"))))
                    .isEqualTo(401);
            assertThat(status(server, token(keys(), claims("theseus", ISSUER, later, "staff"))))
                    .isEqualTo(401);
            String unsigned = json(Map.of("alg", "none")) + "." + json(claims("theseus", ISSUER, later, "staff")) + ".";
            assertThat(status(server, unsigned)).isEqualTo(401);

            assertThat(server.room().plane().access(0, 500).toString())
                    .contains("\"method\":\"bearer\"", "frida", "the token is not accepted");
        } finally {
            issuer.stop(0);
        }
    }

    private static int status(ServerUnderTest server, String token) throws Exception {
        return Client.with(server.uri(), token).get(MIGRATION).status();
    }

    @Test
    void tokens_without_an_audience_are_not_accepted() {
        assertThatThrownBy(() -> BearerTokens.decoder(
                        new ServerSettings.OAuth(URI.create(ISSUER), null, null, "sub", "roles", Map.of())))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("theseus.server.oauth.audience");
    }
}
