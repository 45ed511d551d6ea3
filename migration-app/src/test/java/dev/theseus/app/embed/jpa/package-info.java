/** A repository of orders over Spring Data JPA: in one shape on old, in another on new. */
@NullMarked
package dev.theseus.app.embed.jpa;

import org.jspecify.annotations.NullMarked;
