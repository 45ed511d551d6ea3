package dev.theseus.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.theseus.domain.plan.MigrationId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program's own configuration of its log, in a context of its own. */
@SuppressWarnings("try") // scopes are there to end
class ProgramLogTest {

    private static final MigrationId SHOP = new MigrationId("shop");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream before = System.err;
    private final LoggerContext context = new LoggerContext();
    private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();
    private final Logger log = context.getLogger("dev.theseus.Somewhere");

    @BeforeEach
    void configure() throws Exception {
        context.setMDCAdapter(diagnostics);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(ProgramLog.class.getResource("/logback.xml"));
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setErr(before);
        context.stop();
    }

    private List<JsonNode> lines() {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    @Test
    void lines_are_for_people_unless_json_is_wanted() {
        log.warn("old does not answer");

        assertThat(written.toString(StandardCharsets.UTF_8)).contains("WARN  Somewhere: old does not answer");
    }

    @Test
    void each_line_of_json_says_what_happened_where_and_about_what() {
        ProgramLog.asJson(context);
        try (ProgramLog.Scope run = ProgramLog.about(context, SHOP, "run-1")) {
            log.warn("table \"{}\"\nis away", "a\u2028b", new IllegalStateException("no way"));
        }
        log.warn("afterwards");

        assertThat(lines()).hasSize(2);
        JsonNode line = lines().getFirst();
        assertThat(line.path("at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(line.path("level").asString()).isEqualTo("WARN");
        assertThat(line.path("logger").asString()).isEqualTo("dev.theseus.Somewhere");
        assertThat(line.path("thread").asString()).isNotEmpty();
        assertThat(line.path("message").asString()).isEqualTo("table \"a\u2028b\"\nis away");
        assertThat(line.path("migration").asString()).isEqualTo("shop");
        assertThat(line.path("correlation").asString()).isEqualTo("run-1");
        assertThat(line.path("error").asString()).contains("IllegalStateException: no way", "ProgramLogTest");
        assertThat(lines().getLast().has("migration")).isFalse();
    }

    @Test
    void a_thread_that_knows_its_command_says_so() {
        ProgramLog.asJson(context);
        diagnostics.put(ProgramLog.CORRELATION, "command-7");
        try (ProgramLog.Scope run = ProgramLog.about(context, SHOP, "run-1")) {
            log.warn("refused");
        }

        assertThat(lines().getFirst().path("correlation").asString()).isEqualTo("command-7");
        assertThat(lines().getFirst().path("migration").asString()).isEqualTo("shop");
    }

    @Test
    void programs_are_told_of_every_alert() {
        context.getLogger("theseus.alerts").info("kept from people");
        ProgramLog.asJson(context);
        context.getLogger("theseus.alerts").info("the cutover is complete");

        assertThat(lines())
                .extracting(line -> line.path("message").asString())
                .containsExactly("the cutover is complete");
    }
}
