/** Keeps accounts, requests that wait for a second person, and answers to repeated requests in the control database. */
@NullMarked
package dev.theseus.jdbc.access;

import org.jspecify.annotations.NullMarked;
