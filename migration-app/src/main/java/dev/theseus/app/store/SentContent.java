package dev.theseus.app.store;

import dev.theseus.domain.largeobject.Content;
import dev.theseus.domain.largeobject.StoreRefused;
import dev.theseus.domain.largeobject.StoredValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The body of a request. It keeps in mind how reading it failed, since the client tells nothing of that. */
final class SentContent extends InputStream {

    private final StoredValue value;
    private final InputStream checked;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    SentContent(StoredValue value, Content content) {
        this.value = value;
        this.checked = new ContentStream(new CheckedContent(value, new ContentStream(content)));
    }

    /** Of a known length, so it is sent as one piece that is signed as a whole. */
    BodyPublisher publisher() {
        return value.bytes() == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> this), value.bytes());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        try {
            return checked.read(into, from, most);
        } catch (IOException e) {
            failure.set(e);
            throw e;
        }
    }

    /** @param then what came of it */
    void requireRight(RuntimeException then) {
        if (failure.get() instanceof WrongContent wrong) {
            StoreRefused refused =
                    new StoreRefused(wrong.getMessage() + ": it was not stored. Was it changed while it was read?");
            refused.addSuppressed(then);
            throw refused;
        }
    }
}
