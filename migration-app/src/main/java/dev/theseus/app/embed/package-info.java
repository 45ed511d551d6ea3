/**
 * Embeds the gateway in a service that uses no framework: data sources, transactions and the gateway through a builder.
 */
@NullMarked
package dev.theseus.app.embed;

import org.jspecify.annotations.NullMarked;
