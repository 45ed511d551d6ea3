package dev.theseus.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.largeobject.Content;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.largeobject.StoreRefused;
import dev.theseus.domain.largeobject.StoreUnavailable;
import dev.theseus.domain.largeobject.StoredValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. */
abstract class ObjectStoreContract {

    /** An empty store. */
    abstract LargeObjectStore store();

    /** Changes what is stored behind the store's back, without changing its length. */
    abstract void damage(StoredValue value) throws IOException;

    /** How many values or parts of values are kept. */
    abstract long kept() throws IOException;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 65_536, 3_000_001})
    void aValueComesBackAsItWasStored(long length) throws Exception {
        StoredValue value = TestContent.nameOf(length);
        assertThat(store().exists(value)).isFalse();

        store().put(value, TestContent.of(length));

        assertThat(store().exists(value)).isTrue();
        try (Content content = store().open(value).orElseThrow()) {
            assertThat(TestContent.all(content)).isEqualTo(TestContent.all(TestContent.of(length)));
        }
    }

    @Test
    void storingAgainReadsAndChangesNothing() throws Exception {
        StoredValue value = TestContent.nameOf(1000);
        store().put(value, TestContent.of(1000));
        TestContent again = TestContent.of(1000);

        store().put(value, again);

        assertThat(again.position()).isZero();
        assertThat(kept()).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNotFoundAndRemovingItIsNoError() throws Exception {
        StoredValue value = TestContent.nameOf(10);

        assertThat(store().open(value)).isEmpty();
        store().delete(value);

        store().put(value, TestContent.of(10));
        store().delete(value);
        store().delete(value);
        assertThat(store().exists(value)).isFalse();
        assertThat(kept()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {99_999, 100_001})
    void aContentOfAnotherLengthIsRefusedAndLeavesNothing(long length) throws Exception {
        StoredValue value = TestContent.nameOf(100_000);

        assertThatThrownBy(() -> store().put(value, TestContent.of(length)))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining(value.reference());

        assertThat(store().exists(value)).isFalse();
        assertThat(kept()).isZero();
    }

    @Test
    void aContentWithAnotherChecksumIsRefusedAndLeavesNothing() throws Exception {
        StoredValue value = new StoredValue("0".repeat(64), 100_000);

        assertThatThrownBy(() -> store().put(value, TestContent.of(100_000))).isInstanceOf(StoreRefused.class);

        assertThat(store().open(value)).isEmpty();
        assertThat(kept()).isZero();
    }

    @Test
    void aContentThatBreaksOffLeavesNothingAndMayBeStoredLater() throws Exception {
        StoredValue value = TestContent.nameOf(300_000);

        assertThatThrownBy(() -> store().put(value, TestContent.failingAt(300_000, 200_000)))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(store().exists(value)).isFalse();
        assertThat(kept()).isZero();

        store().put(value, TestContent.of(300_000));
        assertThat(store().exists(value)).isTrue();
    }

    @Test
    void damageIsNoticedBeforeTheEndOfTheContentIsReached() throws Exception {
        StoredValue value = TestContent.nameOf(100_000);
        store().put(value, TestContent.of(100_000));
        damage(value);

        try (Content content = store().open(value).orElseThrow()) {
            assertThatThrownBy(() -> TestContent.all(content))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another checksum");
        }
    }

    @Test
    void largeValuesGoThroughInPieces() throws Exception {
        StoredValue value = TestContent.nameOf(20_000_000);
        TestContent content = TestContent.of(20_000_000);

        store().put(value, content);

        assertThat(content.position()).isEqualTo(20_000_000);
        assertThat(content.largestPiece()).isLessThan(1 << 20);
    }

    @Test
    void severalMayStoreTheSameAtOnce() throws Exception {
        StoredValue value = TestContent.nameOf(500_000);
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(() -> {
                store().put(value, TestContent.of(500_000));
                return store().exists(value);
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> written : threads.invokeAll(writers)) {
                assertThat(written.get()).isTrue();
            }
        }
        assertThat(kept()).isEqualTo(1);
    }
}
