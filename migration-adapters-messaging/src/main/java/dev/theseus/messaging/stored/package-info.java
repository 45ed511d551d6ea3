/**
 * The stored form of what the control plane keeps: JSON under a logical name and a revision, never a Java class name.
 */
@NullMarked
package dev.theseus.messaging.stored;

import org.jspecify.annotations.NullMarked;
