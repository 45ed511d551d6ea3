/**
 * Notices that the definition of a table on its way has changed, and says whether the migration may go on with that.
 */
@NullMarked
package dev.theseus.domain.definition;

import org.jspecify.annotations.NullMarked;
