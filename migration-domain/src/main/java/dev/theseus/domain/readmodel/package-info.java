/** What people look at: the status of each migration and its trail, made from events and rebuilt at will. */
@NullMarked
package dev.theseus.domain.readmodel;

import org.jspecify.annotations.NullMarked;
