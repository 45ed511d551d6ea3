package dev.theseus.app.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.server.Client;
import dev.theseus.app.server.Client.Answer;
import dev.theseus.app.server.ServerUnderTest;
import dev.theseus.domain.access.Role;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who gets in, and what is noted of it. */
@ExtendWith(ServerUnderTest.Ends.class)
class SigningInTest {

    private static final String MIGRATION = "/api/v1/migrations/" + ServerUnderTest.MIGRATION;

    private final ServerUnderTest server = ServerUnderTest.shared();
    private final Client administrator = server.as(Role.ADMINISTRATOR);

    /** A browser: keeps cookies, and does not follow by itself. */
    private final class Browser {

        private final HttpClient http = HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build();

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(server.uri().resolve(path)).header("Accept", "text/html,*/*"));
        }

        JsonNode session() throws IOException, InterruptedException {
            return JsonMapper.shared().readTree(get("/api/v1/session").body());
        }

        HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
            JsonNode token = session().path("token");
            return send(HttpRequest.newBuilder(server.uri().resolve(path))
                    .header("Content-Type", type)
                    .header("If-Match", "*")
                    .header(token.path("header").asString(), token.path("value").asString())
                    .POST(BodyPublishers.ofString(body)));
        }

        HttpResponse<String> forged(String path, String body) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(server.uri().resolve(path))
                    .header("Content-Type", "application/json")
                    .header("If-Match", "*")
                    .POST(BodyPublishers.ofString(body)));
        }

        HttpResponse<String> signIn(String name, String password) throws IOException, InterruptedException {
            String token = session().path("token").path("value").asString();
            return send(HttpRequest.newBuilder(server.uri().resolve("/login"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(
                            "username=" + text(name) + "&password=" + text(password) + "&_csrf=" + text(token))));
        }

        private static String text(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8);
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private String door() throws Exception {
        StringBuilder all = new StringBuilder();
        String next = "0";
        while (!next.isEmpty()) {
            Answer page = administrator.get("/api/v1/access?limit=500&cursor=" + next);
            page.json().path("items").forEach(line -> all.append(line).append('\n'));
            next = page.json().path("next").asString("");
        }
        return all.toString();
    }

    @Test
    void a_person_signs_in_by_the_page_and_out_again() throws Exception {
        // who has signed in some other way a moment ago is not noted again
        server.account("by-the-page", Role.OPERATOR);
        Browser browser = new Browser();
        HttpResponse<String> sent = browser.get("/");
        assertThat(sent.statusCode()).isEqualTo(302);
        assertThat(location(sent)).endsWith("/login.html");
        assertThat(browser.get("/login.html").body()).contains("<form");

        HttpResponse<String> in = browser.signIn("by-the-page", ServerUnderTest.password());
        assertThat(location(in)).endsWith("/");
        assertThat(in.headers().allValues("Set-Cookie").toString())
                .contains("THESEUS_SESSION", "HttpOnly", "SameSite=Strict");
        assertThat(browser.session().path("user").asString()).isEqualTo("by-the-page");
        assertThat(browser.session().path("roles").toString()).isEqualTo("[\"operator\",\"viewer\"]");
        assertThat(browser.get(MIGRATION).statusCode()).isEqualTo(200);

        assertThat(browser.post("/logout", "text/plain", "").statusCode()).isEqualTo(204);
        assertThat(browser.get(MIGRATION).statusCode()).isEqualTo(401);
        assertThat(door()).contains("\"method\":\"form\"", "access.signed-out");
    }

    @Test
    void a_command_of_somebody_elses_page_is_refused_and_noted() throws Exception {
        Browser browser = new Browser();
        browser.signIn("operator", ServerUnderTest.password());
        String reason = UUID.randomUUID().toString();
        String body = "{\"name\": \"%s\", \"reason\": \"r\"}".formatted(reason);

        HttpResponse<String> forged = browser.forged(Client.commandPath("checkpoint"), body);
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("no-page-token");
        assertThat(browser.post(Client.commandPath("checkpoint"), "application/json", body)
                        .statusCode())
                .isEqualTo(200);
        assertThat(door()).contains("without the token of the page");
    }

    @Test
    void a_session_ends_when_the_account_gets_other_roles_or_goes() throws Exception {
        server.account("carla", Role.OPERATOR);
        Browser browser = new Browser();
        browser.signIn("carla", ServerUnderTest.password());
        assertThat(browser.get(MIGRATION).statusCode()).isEqualTo(200);

        assertThat(administrator
                        .send(administrator.request(
                                "PUT", "/api/v1/accounts/carla", "{\"roles\": [\"viewer\"], \"reason\": \"moved on\"}"))
                        .status())
                .isEqualTo(200);
        assertThat(browser.get(MIGRATION).statusCode()).isEqualTo(401);
        assertThat(server.as("carla").get(MIGRATION).status()).isEqualTo(200);

        assertThat(administrator
                        .send(administrator.request("DELETE", "/api/v1/accounts/carla?reason=left", ""))
                        .status())
                .isEqualTo(204);
        assertThat(server.as("carla").get(MIGRATION).status()).isEqualTo(401);
        assertThat(door()).contains("access.account-changed", "access.account-removed", "\"reason\":\"left\"");
    }

    @Test
    void an_account_is_given_a_password_that_is_shown_once() throws Exception {
        Answer added = administrator.send(administrator.request(
                "PUT", "/api/v1/accounts/dora", "{\"roles\": [\"viewer\", \"approver\"], \"reason\": \"four eyes\"}"));
        assertThat(added.status()).isEqualTo(201);
        String password = added.json().path("password").asString();

        assertThat(Client.of(server.uri(), "dora", password).get(MIGRATION).status())
                .isEqualTo(200);
        assertThat(administrator.get("/api/v1/accounts").whole().body())
                .contains("dora")
                .doesNotContain(password)
                .doesNotContain("$2a$");
        assertThat(door()).doesNotContain(password).doesNotContain("$2a$");
    }

    @Test
    void the_last_administrator_stays() throws Exception {
        assertThat(administrator
                        .send(administrator.request("DELETE", "/api/v1/accounts/administrator?reason=r", ""))
                        .problem())
                .isEqualTo("last-administrator");
        assertThat(administrator
                        .send(administrator.request(
                                "PUT",
                                "/api/v1/accounts/administrator",
                                "{\"roles\": [\"viewer\"], \"reason\": \"r\"}"))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void passwords_that_are_guessed_at_are_held_up_and_noted_without_the_password() throws Exception {
        server.account("emil", Role.VIEWER);
        String guess = "guess-" + UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            assertThat(Client.of(server.uri(), "emil", guess).get(MIGRATION).status())
                    .isEqualTo(401);
        }
        Answer held =
                Client.of(server.uri(), "emil", ServerUnderTest.password()).get(MIGRATION);
        assertThat(held.status()).isEqualTo(429);
        assertThat(Integer.parseInt(held.header("Retry-After"))).isBetween(1, 60);
        assertThat(location(new Browser().signIn("emil", ServerUnderTest.password())))
                .endsWith("?wait");

        assertThat(door())
                .contains("access.sign-in-refused", "\"actor\":\"emil\"", "too many attempts", "wrong name or password")
                .doesNotContain(guess);
    }

    @Test
    void a_browser_is_never_asked_for_a_password_that_it_would_keep() throws Exception {
        Answer anonymous = server.as("").get(MIGRATION);

        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(anonymous.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(anonymous.header("Set-Cookie")).doesNotContain("THESEUS_SESSION");
        assertThat(anonymous.problem()).isEqualTo("sign-in");
    }

    @Test
    void pages_may_not_be_framed_nor_bring_anything_from_elsewhere() throws Exception {
        Answer page = server.as("").get("/login.html");

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.whole().body()).doesNotContain("style=").doesNotContain("onclick");
    }

    @Test
    void a_password_that_was_lost_is_replaced_by_whoever_starts_the_server() throws Exception {
        server.account("forgetful", Role.VIEWER);
        assertThat(server.as("forgetful").get(MIGRATION).status()).isEqualTo(200);
        String password = FirstAccount.renew(server.room(), "forgetful", "root");

        assertThat(Client.of(server.uri(), "forgetful", password).get(MIGRATION).status())
                .isEqualTo(200);
        assertThat(server.as("forgetful").get(MIGRATION).status()).isEqualTo(401);
        assertThatThrownBy(() -> FirstAccount.renew(server.room(), "nobody", "root"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("there is no account \"nobody\"");
    }
}
