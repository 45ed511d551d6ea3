package dev.theseus.app.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.alert.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert finds what to do. */
class RunbooksTest {

    private static final Path RUNBOOKS = Path.of("docs/runbooks.md");
    private static final Pattern HEADING = Pattern.compile("(?m)^## ([a-z-]+)$");
    private static final Pattern LINK_WITHIN = Pattern.compile("\\(#([a-z-]+)\\)");

    @Test
    void every_kind_of_alert_has_its_place_and_there_is_no_other() throws IOException {
        assertThat(found(HEADING))
                .containsExactlyElementsOf(Arrays.stream(Alert.Kind.values())
                        .map(Alert.Kind::runbook)
                        .toList());
    }

    @Test
    void links_within_the_page_lead_somewhere() throws IOException {
        assertThat(found(LINK_WITHIN)).isNotEmpty().isSubsetOf(found(HEADING));
    }

    @Test
    void every_place_says_what_to_look_at() throws IOException {
        String[] sections = Files.readString(RUNBOOKS).split("(?m)^## ", -1);
        assertThat(Stream.of(sections).skip(1))
                .allSatisfy(
                        section -> assertThat(section).hasSizeGreaterThan(80).contains("**"));
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(RUNBOOKS))
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
    }
}
