package dev.theseus.jdbc.rowmapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.mapping.RowMapping;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoundTripTest {

    @Test
    void aMappingThatLeadsBackPasses() {
        assertThatCode(RoundTrip.of(new UserMapping()).seed(42)::check).doesNotThrowAnyException();
    }

    @Test
    void oneThatLosesSpacesIsFoundWithItsSeedAndTheSeedRepeatsIt() {
        String first = failure(RoundTrip.of(new Trimming()));
        Matcher seed = Pattern.compile("seed\\((-?\\d+)L\\)").matcher(first);

        assertThat(seed.find()).isTrue();
        assertThat(first).contains("differs in [name]");
        assertThat(failure(RoundTrip.of(new Trimming()).seed(Long.parseLong(seed.group(1)))))
                .isEqualTo(first);
    }

    @Test
    void aLossThatIsDeclaredIsNone() {
        assertThatCode(RoundTrip.of(new Trimming()).losing("name")::check).doesNotThrowAnyException();
    }

    @Test
    void aMappingThatFailsIsFoundToo() {
        assertThatThrownBy(
                        RoundTrip.of(new UserMapping()).with(random -> new UserMapping.Old(1, "nobody", null))::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the mapping failed")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    private static String failure(RoundTrip<?, ?> trip) {
        try {
            trip.check();
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
        throw new IllegalStateException("no failure");
    }

    /** Loses the spaces around a name. */
    private static final class Trimming implements RowMapping<Trimming.Row, Trimming.Row> {

        record Row(@Nullable String name, int size) {}

        @Override
        public Class<Row> oldRow() {
            return Row.class;
        }

        @Override
        public Class<Row> newRow() {
            return Row.class;
        }

        @Override
        public Row toNew(Row row) {
            return new Row(row.name() == null ? null : row.name().strip(), row.size());
        }

        @Override
        public Row toOld(Row row) {
            return row;
        }
    }
}
