package dev.theseus.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.mapping.ColumnRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every example of the documentation is read as a plan, and there is one of every kind. */
class MappingDocumentationTest {

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    private static Stream<String> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(Path.of("docs/mappings.md")))
                .results()
                .map(MatchResult::group)
                .map(e -> e.substring("```yaml\n".length(), e.length() - 3));
    }

    private PlanFile read(String example) throws IOException {
        Path file = Files.writeString(directory.resolve("plan.yaml"), """
                migration: shop
                old: { url: "postgresql://app@one/shop" }
                new: { url: "postgresql://app@two/shop" }
                tables:
                """ + example.indent(2));
        return PlanFile.read(file, Map.of());
    }

    @TestFactory
    Stream<DynamicTest> each_example_is_a_plan_and_is_written_as_it_was_read() throws IOException {
        return examples()
                .map(example -> DynamicTest.dynamicTest(example, () -> {
                    PlanFile plan = read(example);
                    Path written = Files.writeString(directory.resolve("written.yaml"), plan.write(PlanComments.NONE));
                    assertThat(PlanFile.read(written, Map.of())).isEqualTo(plan);
                }));
    }

    @Test
    void every_kind_of_rule_has_an_example() throws IOException {
        StringBuilder kinds = new StringBuilder();
        for (String example : examples().toList()) {
            read(example).tables().entries().stream()
                    .flatMap(e -> e.mapping().columns().values().stream())
                    .forEach(rule ->
                            kinds.append(rule.getClass().getSimpleName()).append(' '));
        }
        assertThat(kinds.toString().split(" ", -1))
                .contains(Stream.of(ColumnRule.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toArray(String[]::new));
    }
}
