/** Object stores: a directory, and whatever speaks the protocol of S3. */
@NullMarked
package dev.theseus.app.store;

import org.jspecify.annotations.NullMarked;
