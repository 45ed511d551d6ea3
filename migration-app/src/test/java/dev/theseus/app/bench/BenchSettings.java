package dev.theseus.app.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is measured.
 *
 * @param scale of the data: 1 is 11 million rows, about 3 GB
 * @param rounds of which the median counts
 * @param seconds that one run of pgbench takes
 * @param parts which contests are held
 * @param given JDBC URLs of two servers, old and new, instead of embedded ones; their databases are written over
 */
record BenchSettings(double scale, int rounds, Duration seconds, Set<Part> parts, Optional<List<String>> given) {

    static final String USAGE = """
            Options: [--scale N] [--rounds N] [--seconds N] [--only copy,bulk,rows,mapping,verify,writes,run,gateway,console] [--old URL --new URL]
              --scale    of the data; 1 is 11 million rows, about 3 GB on each side (default 0.2)
              --rounds   of which the median counts (default 3)
              --seconds  that one run of pgbench takes (default 20)
              --only     which contests are held (default: all)
              --old/new  JDBC URLs with user of two servers to use instead of embedded ones. The schema bench of their
                         databases is dropped.""";

    /** The contests. */
    enum Part {
        COPY,
        BULK,
        ROWS,
        MAPPING,
        VERIFY,
        WRITES,
        RUN,
        GATEWAY,
        CONSOLE;

        /** Whether it is about the large tables; others bring their own. */
        boolean needsTables() {
            return switch (this) {
                case COPY, BULK, ROWS, MAPPING, VERIFY -> true;
                case WRITES, RUN, GATEWAY, CONSOLE -> false;
            };
        }
    }

    /** @throws IllegalArgumentException if an option is unknown or has no good value */
    static BenchSettings parse(String... arguments) {
        double scale = 0.2;
        int rounds = 3;
        int seconds = 20;
        Set<Part> parts = EnumSet.allOf(Part.class);
        String old = "";
        String target = "";
        for (int i = 0; i < arguments.length; i += 2) {
            String value = value(arguments, i);
            switch (arguments[i]) {
                case "--scale" -> scale = Double.parseDouble(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--seconds" -> seconds = Integer.parseInt(value);
                case "--only" -> parts = parts(value);
                case "--old" -> old = value;
                case "--new" -> target = value;
                default -> throw new IllegalArgumentException("There is no option " + arguments[i] + ". " + USAGE);
            }
        }
        if (!(scale > 0) || rounds < 1 || seconds < 1 || old.isEmpty() != target.isEmpty()) {
            throw new IllegalArgumentException("Figures are above 0, and --old goes with --new. " + USAGE);
        }
        Optional<List<String>> given = old.isEmpty() ? Optional.empty() : Optional.of(List.of(old, target));
        return new BenchSettings(scale, rounds, Duration.ofSeconds(seconds), parts, given);
    }

    private static String value(String[] arguments, int i) {
        if (i + 1 == arguments.length) {
            throw new IllegalArgumentException("Option " + arguments[i] + " wants a value. " + USAGE);
        }
        return arguments[i + 1];
    }

    private static Set<Part> parts(String names) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String name : names.split(",", -1)) {
            parts.add(Part.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return parts;
    }
}
