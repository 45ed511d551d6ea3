package dev.theseus.domain.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules are tried on planted classes, each of which says which rules it breaks. */
class ArchitectureRuleTest {

    private static final Modules PLANTED = new Modules(ArchitectureRuleTest.class.getPackageName() + ".planted");
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(PLANTED.root());

    /** In a line of a report, the first name in angle brackets is the offender's or one of its members. */
    private static final Pattern OFFENDER = Pattern.compile("^[^<]*<([^>]*)>");

    /** The marks of the planted classes are themselves on no allow-list. */
    private static final List<String> MARKS =
            List.of("<" + Breaks.class.getName() + ">", "<" + ArchitectureRule.class.getName() + ">");

    @ParameterizedTest
    @EnumSource
    void the_rule_rejects_what_was_planted_for_it_and_nothing_else(ArchitectureRule rule) {
        Set<String> planted = CLASSES.stream()
                .filter(type -> breaks(type, rule))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());

        assertThat(planted).isNotEmpty();
        assertThat(offenders(rule)).containsExactlyInAnyOrderElementsOf(planted);
    }

    private static boolean breaks(JavaClass type, ArchitectureRule rule) {
        return type.isAnnotatedWith(Breaks.class)
                && List.of(type.getAnnotationOfType(Breaks.class).value()).contains(rule);
    }

    private static Set<String> offenders(ArchitectureRule rule) {
        return rule.on(PLANTED).evaluate(CLASSES).getFailureReport().getDetails().stream()
                .flatMap(String::lines)
                .filter(line -> MARKS.stream().noneMatch(line::contains))
                .flatMap(ArchitectureRuleTest::offender)
                .collect(Collectors.toSet());
    }

    private static Stream<String> offender(String line) {
        return OFFENDER.matcher(line).results().map(found -> found.group(1)).flatMap(ArchitectureRuleTest::owner);
    }

    private static Stream<String> owner(String member) {
        return CLASSES.that(DescribedPredicate.describe("own it", type -> isOwner(type.getName(), member))).stream()
                .map(JavaClass::getName);
    }

    private static boolean isOwner(String type, String member) {
        return member.equals(type) || member.startsWith(type + ".");
    }
}
