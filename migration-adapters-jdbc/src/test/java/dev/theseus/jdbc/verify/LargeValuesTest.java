package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.jdbc.testing.TestDatabases;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeValuesTest {

    /** Values are condensed where they are: none comes to the client, whose memory therefore does not matter. */
    @Test
    void aDifferenceInTheLastByteOfALargeValueIsFound() throws Exception {
        try (TestDatabases databases = TestDatabases.create()) {
            databases.both("""
                    CREATE TABLE t (id int PRIMARY KEY, v bytea, w text);
                    ALTER TABLE t ALTER v SET STORAGE EXTERNAL;
                    INSERT INTO t SELECT i, convert_to(repeat(md5(i::text), 1000000), 'UTF8'), repeat('w', 20000000)
                    FROM generate_series(1, 3) i""");
            databases.target("UPDATE t SET v = set_byte(v, length(v) - 1, 0) WHERE id = 2");

            assertThat(ComparedTable.of(databases, "t", List.of("id"), "id", "v", "w")
                            .compareAtRest()
                            .examples())
                    .extracting(Divergence::withoutDigests)
                    .containsExactly(new Divergence(RowKey.of("2"), Kind.DIFFERENT, List.of("v")));
        }
    }
}
