package dev.theseus.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Digests;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.domain.verification.TableComparison;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {

    private static final Divergence SPOILT =
            new Divergence(RowKey.of("17"), Kind.DIFFERENT, List.of("last_name"), List.of(new Digests("00ff", "a1b2")));

    private static List<String> lines(String target, List<Divergence> examples, List<Divergence> repairs) {
        return ComparisonText.lines(new TableComparison(
                new TableName("public", "users"),
                new TableName("public", target),
                10,
                10,
                100,
                0,
                0,
                repairs.size(),
                0,
                examples.size(),
                examples,
                repairs,
                "md5"));
    }

    @Test
    void aDivergenceIsNamedByTableColumnKeyAndBothDigests() {
        assertThat(lines("people", List.of(SPOILT), List.of()))
                .hasSize(2)
                .first()
                .asString()
                .contains("public.users -> public.people");
        assertThat(lines("people", List.of(SPOILT), List.of()).get(1))
                .isEqualTo("      public.users, key 17: different in last_name (digest 00ff on old, a1b2 on new)");
    }

    @Test
    void aRowThatWasRepairedIsNamedAsItWas() {
        assertThat(lines("users", List.of(), List.of(SPOILT)).get(1))
                .startsWith("      repaired: public.users, key 17: different in last_name");
        assertThat(lines("users", List.of(), List.of()).getFirst()).doesNotContain("->");
    }

    @Test
    void aRowThatOneSideLacksHasNoColumns() {
        Divergence missing = new Divergence(RowKey.of("1", "2"), Kind.MISSING_ON_NEW, List.of());

        assertThat(lines("users", List.of(missing), List.of()).get(1))
                .isEqualTo("      public.users, key (1, 2): missing on new");
    }
}
