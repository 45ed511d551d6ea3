/** A Spring Boot service that embeds Theseus. */
@NullMarked
package dev.theseus.app.examples.spring;

import org.jspecify.annotations.NullMarked;
