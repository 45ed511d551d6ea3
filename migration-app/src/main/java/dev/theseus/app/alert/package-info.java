/** Ways of telling people: the log, a webhook, and whatever else is given. */
@NullMarked
package dev.theseus.app.alert;

import org.jspecify.annotations.NullMarked;
