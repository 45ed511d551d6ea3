package dev.theseus.jdbc.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.apply.TableShape.Arbiter;
import dev.theseus.jdbc.apply.TableShape.From;
import dev.theseus.jdbc.apply.TableShape.Into;
import dev.theseus.jdbc.apply.TableShape.Rules;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgColumn.Kind;
import dev.theseus.jdbc.postgres.PgRelation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FewRowsTest {

    private static final PgColumn ID = column("id", "int4");

    private static PgColumn column(String name, String base) {
        return new PgColumn(name, base, base, Kind.BUILT_IN, -1, true, Origin.WRITTEN);
    }

    private static TableShape tableWith(String base) {
        PgRelation relation = new PgRelation(
                new TableName("public", "t"), false, List.of(ID, column("v", base)), List.of(ID), Optional.empty());
        KeyMatch match = new KeyMatch(List.of(ID), List.of("OPERATOR(pg_catalog.=)"));
        return new TableShape(
                1,
                new From(relation, match),
                new Into(relation, match, Optional.of(List.of("\"id\"", "\"v\""))),
                new Rules(Arbiter.KEY_INDEX, List.of(), List.of(), List.of(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "bpchar", "xml", "_xml", "numeric", "tsquery"})
    void valuesThatEveryServerPrintsAndReadsAlikeTravelInTheTextOfTheirRow(String base) {
        assertThat(FewRows.of(tableWith(base), FewRows.Entries.WANTED)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"char", "_char"})
    void bytesThatOlderServersDoNotPrintAsCharactersAreLeftToCopy(String base) {
        assertThat(FewRows.of(tableWith(base), FewRows.Entries.WANTED)).isEmpty();
    }

    @Test
    void manyKeysAreLeftToCopy() {
        FewRows ofRequest =
                FewRows.of(tableWith("text"), FewRows.Entries.WANTED).orElseThrow();
        assertThat(ofRequest.areFew(16)).isTrue();
        assertThat(ofRequest.areFew(17)).isFalse();

        FewRows ofRelay =
                FewRows.of(tableWith("text"), FewRows.Entries.NOT_WANTED).orElseThrow();
        assertThat(ofRelay.areFew(1000)).isTrue();
        assertThat(ofRelay.areFew(1001)).isFalse();
    }
}
