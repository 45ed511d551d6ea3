package dev.theseus.jdbc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.Severity;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DiskRoomTest {

    private static final long GIB = 1L << 30;

    @Test
    void tooLittleStopsTightWarnsAndUnknownIsNoted() {
        assertThat(DiskRoom.judge(10 * GIB, OptionalLong.of(9 * GIB)))
                .map(Finding::severity)
                .contains(Severity.STOPS);
        assertThat(DiskRoom.judge(10 * GIB, OptionalLong.of(12 * GIB)))
                .map(Finding::severity)
                .contains(Severity.WARNS);
        assertThat(DiskRoom.judge(10 * GIB, OptionalLong.empty()))
                .map(Finding::severity)
                .contains(Severity.NOTES);
        assertThat(DiskRoom.judge(10 * GIB, OptionalLong.of(20 * GIB))).isEmpty();
    }
}
