package dev.theseus.app.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.theseus.app.server.page.Chromium;
import dev.theseus.app.server.page.Visit;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From plan to complete by nothing but the page, while a node of the service reads and writes all the time. */
@Tag("alone")
class PagedWayTest {

    private static final String ITEM = "CREATE TABLE item (id serial PRIMARY KEY, name text NOT NULL)";
    private static final int ROWS = 1_000;
    private static final int WIDE = 1280;
    private static final double ENOUGH = 60_000;
    private static final Pattern MADE_UP = Pattern.compile("shown this once: (\\S+)");

    @TempDir
    private Path directory;

    @Test
    void one_person_leads_another_one_agrees_and_neither_needs_anything_but_the_page() throws Exception {
        Optional<Path> browser = Chromium.program();
        assumeTrue(browser.isPresent(), "chromium is not installed");
        try (TestDatabases databases = TestDatabases.create()) {
            databases.old(ITEM);
            databases.old("INSERT INTO item (name) SELECT 'item ' || g FROM generate_series(1, %d) g".formatted(ROWS));
            try (ServedProgram program = ServedProgram.start(directory.resolve("output.txt"), plan(databases));
                    LiveNode node = LiveNode.start(databases, ROWS);
                    Chromium chromium = Chromium.start(browser.get())) {
                new Way(program.server(), chromium.browser(), databases).go(program.password());
                assertThat(node.counts().readsNew()).isPositive();
                assertThat(node.failures()).isEmpty();
                assertThat(databases.value(Side.NEW, "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'theseus%'"))
                        .isEqualTo("0");
                assertThat(program.endsInOrder()).contains("* take away what leads back");
            }
        }
    }

    private Path plan(TestDatabases databases) throws Exception {
        return Files.writeString(
                directory.resolve("plan.yaml"), """
                migration: by-page
                old: { url: "%s", user: postgres }
                new: { url: "%s", user: postgres }
                schemas: [public]
                throttle: { duty-cycle: 1.0 }
                verification: { every: 1s }
                gates: { shadow-reads: 50 }
                rollout: { steps: [{ percentage: 50, dwell: 1s }, { percentage: 100, dwell: 1s }], minimum-reads: 5, latency-ratio: 1000 }
                cutover: { dwell: 1s, way-back: 1s, first-rest: 200ms, free-connections: 1 }
                """.formatted(url(databases, Side.OLD), url(databases, Side.NEW)));
    }

    private static String url(TestDatabases databases, Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }

    /** What the two of them do and see. */
    private record Way(URI server, Browser browser, TestDatabases databases) {

        void go(String password) throws SQLException {
            try (Visit admin = visit("admin", password);
                    Visit anna = visit("anna", account(admin, "anna", "Operator"));
                    Visit bert = visit("bert", account(admin, "bert", "Approver"))) {
                beginAfterAll(anna);
                isIn(anna, "Verified");
                anna.command("Advance to Shadowing", "let us see whether they agree");
                isIn(anna, "Shadowing");
                tryAllReads(anna);
                gateOpens(anna);
                anna.command("Advance to Ramping", "they agree");
                isIn(anna, "Ramping");

                raise(anna);
                bothAgree(anna, bert, "Cut over");
                isIn(anna, "Cut over");
                assertThat(anna.page().locator("#authority")).containsText("new");

                bothAgree(anna, bert, "Roll back");
                isIn(anna, "Ramping");
                assertThat(anna.page().locator("#authority")).containsText("old");
                share(anna, "100", "the invoices are right after all");

                bothAgree(anna, bert, "Cut over");
                isIn(anna, "Cut over");
                bothAgree(anna, bert, "Complete");
                isIn(bert, "Completed");
                assertThat(anna.page().locator("#gate")).containsText("No phase comes next");
                assertThat(anna.page().locator("#actions button:visible")).hasCount(0);
                for (Visit visit : new Visit[] {admin, anna, bert}) {
                    assertThat(visit.complaints()).isEmpty();
                }
            }
        }

        private Visit visit(String name, String password) {
            return Visit.by(name, password, server, browser, WIDE);
        }

        /** @return the password, which the page shows once */
        private static String account(Visit admin, String name, String role) {
            Page page = admin.page();
            admin.button("Add account").click();
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
            page.getByLabel(role).check();
            page.getByLabel("Reason").fill("works on it");
            admin.send();
            assertThat(page.locator("#said")).containsText("Account " + name + " is added.");
            Matcher shown = MADE_UP.matcher(page.locator("#said").innerText());
            assertThat(shown.find()).isTrue();
            return shown.group(1);
        }

        private static LocatorAssertions.ContainsTextOptions soon() {
            return new LocatorAssertions.ContainsTextOptions().setTimeout(ENOUGH);
        }

        private static void isIn(Visit visit, String phase) {
            assertThat(visit.page().locator("#phases li[aria-current=step]")).containsText(phase, soon());
        }

        private static void gateOpens(Visit visit) {
            assertThat(visit.page().locator("#gate .badge")).containsText("gate open", soon());
        }

        /** The run could not begin, since somebody forgot a table. */
        private void beginAfterAll(Visit anna) throws SQLException {
            assertThat(anna.page().locator("#gate")).containsText("No run is working", soon());
            anna.command("Start the run", "what is wrong with it?");
            assertThat(anna.dialog().locator("#problem")).containsText("public.item", soon());
            databases.target(ITEM);
            anna.button("Cancel").click();
            anna.command("Start the run", "the table is there now");
            assertThat(anna.page().locator("#said")).containsText("The run has begun");
        }

        private static void tryAllReads(Visit anna) {
            anna.button("Change rollout").click();
            anna.page().getByText("Further settings").click();
            anna.page().getByLabel("Share of the reads that are tried").fill("1");
            anna.page().getByLabel("Reason").fill("the node is small");
            anna.send();
            assertThat(anna.dialog()).hasCount(0);
        }

        /** A little by hand, then as the plan says. */
        private static void raise(Visit anna) {
            share(anna, "10", "first readers");
            anna.command("Raise by steps", "all of them");
            assertThat(anna.page().locator("#rollout")).containsText("100 %", soon());
        }

        private static void share(Visit anna, String percentage, String reason) {
            anna.button("Change rollout").click();
            anna.page().getByLabel("Percentage that reads from new").fill(percentage);
            anna.page().getByLabel("Reason").fill(reason);
            anna.send();
            assertThat(anna.page().locator("#rollout")).containsText(percentage + " %", soon());
        }

        private static void bothAgree(Visit anna, Visit bert, String command) {
            gateOpens(anna);
            anna.command(command, "it is time");
            assertThat(anna.page().locator("#said")).containsText("somebody else");
            assertThat(anna.page().locator("#waits")).containsText("anna asked");
            assertThat(anna.button("Approve")).hasCount(0);
            bert.command("Approve", "I looked");
            assertThat(bert.dialog()).hasCount(0);
        }
    }
}
