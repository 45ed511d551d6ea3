package dev.theseus.app.embed.meters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.alert.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules and the dashboard ask for meters that there are, by tags that they have; {@code MetersTest} checks those.
 */
class MonitoringTest {

    private static final Path RULES = Path.of("docs/monitoring/alerts.yaml");
    private static final Path DASHBOARD = Path.of("docs/monitoring/dashboard.json");
    private static final Path METERS = Path.of("docs/meters.md");
    private static final Pattern ASKED = Pattern.compile("\\b(theseus_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern CONDITION = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern GROUPED = Pattern.compile("by \\(([^)]*)\\)");

    /** What Prometheus itself adds, and a variable of the dashboard. */
    private static final Set<String> FOREIGN_TAGS = Set.of("instance", "job");

    private static List<Map<?, ?>> rules() throws IOException {
        Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(RULES));
        List<Map<?, ?>> rules = new ArrayList<>();
        for (Object group : (List<?>) file.get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                rules.add((Map<?, ?>) rule);
            }
        }
        return rules;
    }

    private static List<String> expressions() throws IOException {
        List<String> all = new ArrayList<>();
        rules().forEach(rule -> all.add((String) rule.get("expr")));
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
        dashboard
                .required("panels")
                .forEach(panel -> panel.required("targets")
                        .forEach(target -> all.add(target.required("expr").stringValue())));
        return all;
    }

    /** As a registry for Prometheus spells them. */
    private static Map<String, GatewayMeter> names() {
        Map<String, GatewayMeter> names = new HashMap<>();
        for (GatewayMeter meter : GatewayMeter.values()) {
            String name = meter.id().replace('.', '_');
            switch (meter.kind()) {
                case GAUGE -> names.put(name, meter);
                case COUNTER -> names.put(name + "_total", meter);
                case TIMER ->
                    Stream.of("", "_count", "_sum", "_max").forEach(end -> names.put(name + "_seconds" + end, meter));
            }
        }
        return names;
    }

    /** The values that a tag has, as the table of meters names them. */
    private static Set<String> values(GatewayMeter meter, String tag) throws IOException {
        String row = Files.readAllLines(METERS).stream()
                .filter(line -> line.startsWith("| `" + meter.id() + "` "))
                .findAny()
                .orElseThrow();
        Matcher found = Pattern.compile("[|;] " + tag + ": ([^;|]*)").matcher(row);
        return found.find() ? new HashSet<>(Arrays.asList(found.group(1).strip().split(", ", -1))) : Set.of();
    }

    private static List<String> problems(String expression) throws IOException {
        List<String> problems = new ArrayList<>();
        Set<String> tags = new HashSet<>(FOREIGN_TAGS);
        Matcher asked = ASKED.matcher(expression);
        while (asked.find()) {
            GatewayMeter meter = names().get(asked.group(1));
            if (meter == null) {
                problems.add("there is no meter " + asked.group(1));
                continue;
            }
            tags.addAll(meter.tags());
            Matcher condition = CONDITION.matcher(asked.group(2) == null ? "" : asked.group(2));
            while (condition.find()) {
                String tag = condition.group(1);
                boolean percentile = tag.equals("quantile") && meter.kind() == GatewayMeter.Kind.TIMER;
                if (!percentile
                        && !FOREIGN_TAGS.contains(tag)
                        && !values(meter, tag)
                                .containsAll(Arrays.asList(condition.group(2).split("\\|", -1)))) {
                    problems.add(meter.id() + " has no " + tag + " " + condition.group(2));
                }
            }
        }
        GROUPED.matcher(expression)
                .results()
                .flatMap(g -> Stream.of(g.group(1).split(", *", -1)))
                .filter(tag -> !tags.contains(tag))
                .forEach(tag -> problems.add("nothing is tagged by " + tag));
        return problems;
    }

    @Test
    void every_expression_asks_for_what_there_is() throws IOException {
        assertThat(expressions()).hasSizeGreaterThan(20);
        for (String expression : expressions()) {
            assertThat(problems(expression)).as(expression).isEmpty();
        }
    }

    @Test
    void an_expression_that_asks_for_something_else_is_noticed() throws IOException {
        assertThat(problems("rate(theseus_reads_total[5m])")).containsExactly("there is no meter theseus_reads_total");
        assertThat(problems("theseus_breaker{guards=\"writes\"}"))
                .containsExactly("theseus.breaker has no guards writes");
        assertThat(problems("sum by (node) (theseus_lag)")).containsExactly("nothing is tagged by node");
    }

    @Test
    void every_meter_is_on_the_dashboard() throws IOException {
        String dashboard = Files.readString(DASHBOARD);
        Set<GatewayMeter> shown = ASKED.matcher(dashboard)
                .results()
                .map(found -> names().get(found.group(1)))
                .collect(Collectors.toSet());

        assertThat(shown).containsAll(List.of(GatewayMeter.values()));
    }

    @Test
    void every_rule_leads_to_a_runbook() throws IOException {
        List<String> places = Arrays.stream(Alert.Kind.values())
                .map(kind -> "runbooks.md#" + kind.runbook())
                .toList();
        assertThat(rules())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat((String) ((Map<?, ?>) rule.get("annotations")).get("runbook_url"))
                        .isIn(places));
    }
}
