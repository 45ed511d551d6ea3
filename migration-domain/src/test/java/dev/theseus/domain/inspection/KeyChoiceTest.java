package dev.theseus.domain.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableDefinition.Kind;
import dev.theseus.domain.database.TableDefinition.Size;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.database.UniqueKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyChoiceTest {

    private static final UniqueKey PRIMARY = new UniqueKey("t_pkey", List.of("a", "b"), UniqueKey.Kind.PRIMARY);
    private static final UniqueKey EMAIL = new UniqueKey("t_c", List.of("c"), UniqueKey.Kind.NOT_NULL);
    private static final UniqueKey LOOSE = new UniqueKey("t_d", List.of("d"), UniqueKey.Kind.NULLABLE);

    @Test
    void thePrimaryKeyIsTakenWhereBothSidesHaveIt() {
        assertThat(KeyChoice.between(table(PRIMARY, EMAIL), table(EMAIL, PRIMARY)))
                .isEqualTo(new KeyChoice.Chosen(List.of("a", "b")));
    }

    @Test
    void theOrderOfColumnsInTheIndexOfNewDoesNotMatter() {
        UniqueKey turned = new UniqueKey("t_pkey", List.of("b", "a"), UniqueKey.Kind.PRIMARY);
        assertThat(KeyChoice.between(table(PRIMARY), table(turned))).isEqualTo(new KeyChoice.Chosen(List.of("a", "b")));
    }

    @Test
    void aUniqueNotNullKeyStandsInForAPrimaryKey() {
        assertThat(KeyChoice.between(table(EMAIL), table(EMAIL))).isEqualTo(new KeyChoice.Chosen(List.of("c")));
        assertThat(KeyChoice.between(table(PRIMARY, EMAIL), table(EMAIL)))
                .isEqualTo(new KeyChoice.Chosen(List.of("c")));
    }

    @Test
    void aTableWithoutKeyIsRefusedWithTheRemedyAndItsNearMisses() {
        assertThat(refusal(KeyChoice.between(table(LOOSE), table(LOOSE))))
                .contains("no key", "t_d", "Add a primary key", "exclude");
    }

    @Test
    void aKeyThatNewLacksIsNamed() {
        assertThat(refusal(KeyChoice.between(table(PRIMARY), table(LOOSE)))).contains("in new", "(a, b)");
    }

    @Test
    void anAskedKeyMustIdentifyRowsOnBothSides() {
        assertThat(KeyChoice.asked(table(EMAIL), table(EMAIL), List.of("c")))
                .isEqualTo(new KeyChoice.Chosen(List.of("c")));
        assertThat(refusal(KeyChoice.asked(table(EMAIL, LOOSE), table(EMAIL), List.of("d"))))
                .contains("in old", "no unique index", "(d)");
        assertThat(refusal(KeyChoice.asked(table(EMAIL), table(), List.of("c"))))
                .contains("in new");
        assertThat(refusal(KeyChoice.asked(table(EMAIL), table(EMAIL), List.of("x"))))
                .contains("no column (x)");
    }

    @Test
    void aPartOfAKeyIsNoKey() {
        assertThat(KeyChoice.asked(table(PRIMARY), table(PRIMARY), List.of("a")))
                .isInstanceOf(KeyChoice.None.class);
    }

    private static String refusal(KeyChoice choice) {
        assertThat(choice).isInstanceOf(KeyChoice.None.class);
        Finding finding = ((KeyChoice.None) choice).finding();
        assertThat(finding.severity()).isEqualTo(Severity.STOPS);
        assertThat(finding.check()).isEqualTo(Check.KEY);
        return finding.message();
    }

    private static TableDefinition table(UniqueKey... keys) {
        List<Column> columns = Stream.of("a", "b", "c", "d")
                .map(n -> new Column(n, "integer", false, Origin.WRITTEN, false))
                .toList();
        return new TableDefinition(
                new TableName("public", "t"), Kind.ORDINARY, columns, List.of(keys), List.of(), new Size(0, 0));
    }
}
