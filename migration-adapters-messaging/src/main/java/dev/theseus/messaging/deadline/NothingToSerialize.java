package dev.theseus.messaging.deadline;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import org.jspecify.annotations.Nullable;

/** All that is known of a deadline stands in its name. The scheduler's own way would be Java's serialization. */
final class NothingToSerialize implements Serializer {

    @Override
    @SuppressWarnings("NullAway") // the library's interface is not marked: nothing is stored as NULL
    public byte[] serialize(@Nullable Object data) {
        if (data != null) {
            throw new IllegalStateException("A deadline has no data: put what matters into its purpose");
        }
        return null;
    }

    @Override
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // as the interface has it
    public <T> T deserialize(Class<T> type, byte @Nullable [] stored) {
        return null;
    }
}
