package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.jdbc.testing.TestDatabases;
import dev.theseus.jdbc.verify.ExactForm.Encodings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PaddedColumnsTest {

    static Stream<Arguments> ways() {
        return Stream.of(RowHash.values())
                .flatMap(hash -> Stream.of(Encodings.values()).map(encodings -> Arguments.of(hash, encodings)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theyAgreeWhereTheirValuesDoWhateverTheirLength(RowHash hash, Encodings encodings) throws Exception {
        try (TestDatabases databases = TestDatabases.create()) {
            String values = "INSERT INTO t VALUES (1, 'ä', 'b'), (2, 'a b', NULL), (3, '', ' ')";
            databases.old("CREATE TABLE t (id int PRIMARY KEY, v char(4), w char(3));" + values);
            databases.target("CREATE TABLE t (id int PRIMARY KEY, v char(9), w char(3));" + values);
            databases.target("UPDATE t SET v = 'ab' WHERE id = 2; UPDATE t SET w = 'B' WHERE id = 1");

            assertThat(ComparedTable.of(databases, "t", List.of("id"), "id", "v", "w")
                            .compareAtRest(
                                    ComparedTable.conduct(servers -> new Digests(hash, new ExactForm(encodings))))
                            .examples())
                    .extracting(Divergence::withoutDigests)
                    .containsExactlyInAnyOrder(
                            new Divergence(RowKey.of("1"), Kind.DIFFERENT, List.of("w")),
                            new Divergence(RowKey.of("2"), Kind.DIFFERENT, List.of("v")));
        }
    }
}
