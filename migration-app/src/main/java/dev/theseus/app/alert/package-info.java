/** Ways of telling people: the log, and a webhook. */
@NullMarked
package dev.theseus.app.alert;

import org.jspecify.annotations.NullMarked;
