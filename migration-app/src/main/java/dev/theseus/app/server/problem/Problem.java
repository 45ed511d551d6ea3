package dev.theseus.app.server.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not answered as it was meant, by RFC 9457.
 *
 * @param type a name that programs go by
 * @param title the same for all problems of a type
 * @param status of HTTP
 * @param detail of this one, with what can be done
 * @param instance the path that was asked for
 * @param missing what a gate lacks, as sentences; empty if it was not a gate that refused
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<String> missing) {

    private static final String NAMES = "urn:theseus:problem:";

    /** @param name of the type, in lower case, with hyphens */
    public static Problem of(String name, String title, int status, String detail, @Nullable String instance) {
        return new Problem(NAMES + name, title, status, detail, instance, List.of());
    }

    /** The same, with what a gate lacks. */
    public Problem with(List<String> lacks) {
        return new Problem(type, title, status, detail, instance, List.copyOf(lacks));
    }
}
