package dev.theseus.app.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.theseus.app.server.Client.Answer;
import dev.theseus.app.server.ServerPlace;
import dev.theseus.app.server.ServerUnderTest;
import dev.theseus.app.server.TheseusServer;
import dev.theseus.domain.access.Role;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see and do on the page, of a migration in phase SHADOWING whose next gate lacks shadow reads. */
class ConsolePageTest {

    private static final int WIDE = 1440;
    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(15_000);

    private static ServerUnderTest server;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = Chromium.program();
        assumeTrue(program.isPresent(), "chromium is not installed");
        chromium = Chromium.start(program.get());
        server = ServerUnderTest.ofItsOwn();
        Answer shadowing =
                server.as(Role.OPERATOR).command("advance", "{\"to\": \"shadowing\", \"reason\": \"to be looked at\"}");
        assertThat(shadowing.status()).as(shadowing.whole().body()).isEqualTo(200);
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static Visit visit(Role role) {
        return Visit.by(ServerUnderTest.word(role), server.uri(), chromium.browser(), WIDE);
    }

    @Test
    void who_signs_in_sees_where_the_migration_stands_and_who_only_looks_has_no_buttons() {
        try (Visit viewer = visit(Role.VIEWER)) {
            Page page = viewer.page();
            assertThat(page.locator("#phases li[aria-current=step]")).containsText("Shadowing");
            assertThat(page.locator("#gate")).containsText("Next: Ramping");
            assertThat(page.locator("#gate .missing")).containsText("shadow reads were compared, at least 7");
            Locator table = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("public.item"));
            assertThat(table).containsText("100 %");
            assertThat(table).containsText("copied");
            assertThat(page.locator("#charts canvas")).hasCount(8);
            assertThat(page.locator("#charts figure[aria-label='Lag']")).containsText("0 s");
            assertThat(page.locator("#authority")).containsText("old");
            assertThat(page.locator("#fresh")).containsText("Looked at");
            assertThat(viewer.events()
                            .filter(new Locator.FilterOptions().setHasText("to be looked at"))
                            .first())
                    .isVisible();
            assertThat(page.locator("main button:visible")
                            .filter(new Locator.FilterOptions().setHasNotText("Show older")))
                    .hasCount(0);
            assertThat(viewer.complaints()).isEmpty();
        }
    }

    @Test
    void a_wrong_password_is_said() {
        try (Visit somebody = Visit.byNobody(server.uri(), chromium.browser())) {
            somebody.signIn("viewer", "a wrong pass phrase");
            assertThat(somebody.page().getByRole(AriaRole.ALERT)).containsText("The name or the password is wrong.");
        }
    }

    @Test
    void a_command_wants_a_reason_and_is_in_the_timeline_with_it_as_it_was_typed() {
        String reason = "<b>the night is long</b> " + UUID.randomUUID();
        try (Visit operator = visit(Role.OPERATOR)) {
            operator.button("Pause").click();
            assertThat(operator.dialog()).containsText("The copy is held");
            operator.send();
            assertThat(operator.dialog().getByRole(AriaRole.ALERT)).containsText("Say why");
            operator.page().getByLabel("Reason").fill(reason);
            operator.send();

            assertThat(operator.dialog()).hasCount(0);
            assertThat(operator.page().locator("#said")).containsText("paused");
            Locator event = operator.events().filter(new Locator.FilterOptions().setHasText(reason));
            assertThat(event).containsText("Paused");
            assertThat(event).containsText("operator");
            assertThat(operator.page().locator("#standing")).containsText("paused");
            assertThat(operator.button("Pause")).hasCount(0);

            operator.command("Resume", "it is day");
            assertThat(operator.button("Pause")).isVisible();
            assertThat(operator.complaints()).isEmpty();
        }
    }

    @Test
    void a_refused_command_says_what_is_missing() {
        try (Visit operator = visit(Role.OPERATOR)) {
            operator.command("Advance to Ramping", "in a hurry");

            Locator problem = operator.dialog().locator("#problem");
            assertThat(problem).containsText("The migration does not permit it now");
            assertThat(problem.locator(".missing"))
                    .containsText("0 shadow reads were compared, at least 7 are asked for");
            assertThat(operator.button("Approve")).hasCount(0);
            assertThat(operator.complaints()).isEmpty();
        }
    }

    @Test
    void what_waits_is_shown_to_all_and_approved_by_somebody_else() throws Exception {
        String reason = "too early " + UUID.randomUUID();
        server.as(Role.ADMINISTRATOR).command("complete", "{\"reason\": \"%s\"}".formatted(reason));
        try (Visit asked = visit(Role.ADMINISTRATOR);
                Visit approver = visit(Role.APPROVER)) {
            assertThat(asked.page().locator("#waits")).containsText(reason);
            assertThat(asked.button("Withdraw")).isVisible();
            assertThat(asked.button("Approve")).hasCount(0);
            assertThat(approver.button("Pause")).hasCount(0);

            approver.command("Approve", "I looked");
            // the gate has the last word
            assertThat(approver.dialog().locator("#problem")).containsText("does not permit it now");
            assertThat(asked.page().locator("#waits-card")).isHidden();
        }
    }

    @Test
    void it_works_without_a_mouse() {
        String reason = "by keyboard " + UUID.randomUUID();
        try (Visit operator = visit(Role.OPERATOR)) {
            Page page = operator.page();
            Locator checkpoint = operator.button("Take checkpoint");
            assertThat(checkpoint).isVisible();
            for (int i = 0; i < 20 && !isFocused(checkpoint); i++) {
                page.keyboard().press("Tab");
            }
            assertThat(checkpoint).isFocused();

            page.keyboard().press("Enter");
            assertThat(page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)))
                    .isFocused();
            page.keyboard().press("Escape");
            assertThat(operator.dialog()).hasCount(0);
            assertThat(checkpoint).isFocused();

            page.keyboard().press("Enter");
            page.keyboard().type("typed");
            page.keyboard().press("Tab");
            page.keyboard().type(reason);
            page.keyboard().press("Tab");
            page.keyboard().press("Tab");
            assertThat(page.locator("#send")).isFocused();
            page.keyboard().press("Enter");

            assertThat(operator.events().filter(new Locator.FilterOptions().setHasText(reason)))
                    .containsText("Checkpoint taken");
            assertThat(checkpoint).isFocused();
        }
    }

    private static boolean isFocused(Locator element) {
        return (Boolean) element.evaluate("e => e === document.activeElement");
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 800, 390})
    void nothing_is_cut_off_on_a_screen_of_any_width(int width) {
        try (Visit operator = Visit.by("operator", server.uri(), chromium.browser(), width)) {
            assertThat(operator.events().first()).isVisible();
            assertThat(operator.page().evaluate("() => document.documentElement.scrollWidth"))
                    .isEqualTo(width);
        }
    }

    @Test
    void the_page_says_that_what_it_shows_is_old_when_the_server_is_gone() {
        TheseusServer other = TheseusServer.start(server.served(), new ServerPlace("127.0.0.1", 0, Optional.empty()));
        try (Visit viewer = Visit.by("viewer", other.uri(), chromium.browser(), WIDE)) {
            Page page = viewer.page();
            assertThat(page.locator("#stale")).isEmpty();
            other.close();
            assertThat(page.locator("#stale"))
                    .containsText("The server does not answer. What you see is how things", SOON);
            assertThat(page.locator("#fresh")).containsText("Stale:");
        } finally {
            other.close();
        }
    }
}
