package dev.theseus.domain.largeobject;

import java.util.Optional;

/**
 * Keeps values outside of a database. A value is named for its content, so it never changes, and whoever stores it
 * again changes nothing. Values go through in pieces; none is held in memory. Safe for several threads and processes.
 */
public interface LargeObjectStore {

    /**
     * Stores a value. It is there as a whole or not at all: nobody ever opens a part of one, and what is cut off in the
     * middle leaves nothing behind under the value's name. When this returns, it is kept for good.
     *
     * @param content closed by the caller; not read if the value is there
     * @throws StoreRefused if the content has not the checksum or size of its name, or the store takes nothing
     * @throws StoreUnavailable if the store did not answer or the content could not be read; the value is there or not
     * @throws InterruptedException if the calling thread was interrupted
     */
    void put(StoredValue value, Content content) throws InterruptedException;

    /**
     * The value's content, to be closed; empty if it is not there. Its checksum is looked at when its end is read: a
     * content that is another one than its name says fails there, with an IOException.
     *
     * @throws StoreUnavailable if the store did not answer
     */
    Optional<Content> open(StoredValue value) throws InterruptedException;

    /** @throws StoreUnavailable if the store did not answer */
    boolean exists(StoredValue value) throws InterruptedException;

    /**
     * Removes a value; one that is not there is no error.
     *
     * @throws StoreUnavailable if the store did not answer
     */
    void delete(StoredValue value) throws InterruptedException;
}
