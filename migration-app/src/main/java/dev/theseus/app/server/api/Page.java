package dev.theseus.app.server.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a list.
 *
 * @param items of this page
 * @param next cursor of the next page; null if there is none
 */
record Page<T>(List<T> items, @Nullable String next) {}
