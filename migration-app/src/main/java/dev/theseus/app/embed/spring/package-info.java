/**
 * Embeds the gateway in a Spring Boot service: configuration, the service's transactions, health, tokens in headers.
 */
@NullMarked
package dev.theseus.app.embed.spring;

import org.jspecify.annotations.NullMarked;
