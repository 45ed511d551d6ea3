package dev.theseus.domain.largeobject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoredValueTest {

    @Test
    void aReferenceIsReadAsItWasWritten() {
        StoredValue value = new StoredValue("0123456789abcdef".repeat(4), 17);

        assertThat(value.reference()).isEqualTo("sha256:" + "0123456789abcdef".repeat(4) + ":17");
        assertThat(StoredValue.of(value.reference())).isEqualTo(value);
    }

    @Test
    void whatIsNoReferenceIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> StoredValue.of("secret:../../etc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> new StoredValue("0123", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
