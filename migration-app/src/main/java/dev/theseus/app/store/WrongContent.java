package dev.theseus.app.store;

import dev.theseus.domain.largeobject.StoredValue;
import java.io.IOException;

/** A content that has not the checksum or size of its name. */
final class WrongContent extends IOException {

    private static final long serialVersionUID = 1L;

    WrongContent(StoredValue value) {
        super("The content of " + value.reference() + " has another checksum or size");
    }
}
