/** Notes the key of every changed row in the change log, by triggers, and keeps that log. */
@NullMarked
package dev.theseus.jdbc.capture;

import org.jspecify.annotations.NullMarked;
