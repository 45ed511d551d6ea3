/** What a plan file says of a schema that changes on the way, turned into mappings and held against its laws. */
@NullMarked
package dev.theseus.app.mapping;

import org.jspecify.annotations.NullMarked;
