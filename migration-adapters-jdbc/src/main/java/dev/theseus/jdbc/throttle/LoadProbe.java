package dev.theseus.jdbc.throttle;

import dev.theseus.domain.throttle.Load;
import java.util.Optional;

/** Tells how busy the servers were when they were last looked at. */
interface LoadProbe extends AutoCloseable {

    /** Empty before the first measurement; begins to measure when first asked. Never blocks. */
    Optional<Load> last();

    @Override
    void close();
}
