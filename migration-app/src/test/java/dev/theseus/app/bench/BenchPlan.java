package dev.theseus.app.bench;

import dev.theseus.app.plan.DatabaseUrl;
import dev.theseus.domain.database.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plan file of a migration of pgbench's tables between the bench's servers, for programs of their own.
 *
 * @param secrets environment variables with the passwords
 */
record BenchPlan(Path file, Map<String, String> secrets) {

    /** The name of the migration. */
    static final String MIGRATION = "bench";

    /**
     * Writes it into a directory of its own, where the control database will be too.
     *
     * @param throttle its entry of the plan; empty for what is the default
     */
    static BenchPlan write(BenchServers servers, String throttle) throws IOException {
        Path directory = Files.createTempDirectory(servers.directory(), "plan");
        Map<String, String> secrets = new TreeMap<>();
        Path file = Files.writeString(directory.resolve("plan.yaml"), """
                migration: %s
                %s
                %s
                schemas: [%s]
                %s
                """.formatted(
                        MIGRATION,
                        address("old", servers.url(Side.OLD), secrets),
                        address("new", servers.url(Side.NEW), secrets),
                        Tpcb.SCHEMA,
                        throttle));
        return new BenchPlan(file, secrets);
    }

    private static String address(String side, String url, Map<String, String> secrets) {
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        String variable = "BENCH_" + side.toUpperCase(Locale.ROOT);
        parsed.password().ifPresent(password -> secrets.put(variable, password));
        String secret = parsed.password().isPresent() ? ", password-env: " + variable : "";
        return "%s: { url: \"%s\", user: %s%s }"
                .formatted(
                        side,
                        parsed.jdbcUrl().substring("jdbc:".length()),
                        parsed.user().orElse("postgres"),
                        secret);
    }

    /** A command of Theseus on this plan. */
    List<String> theseus(List<String> options, String command, String... arguments) {
        List<String> words = Command.java(options, "dev.theseus.app.Theseus", command, file.toString());
        words.addAll(List.of(arguments));
        return words;
    }

    /** @param name of what it does, for the file that it prints into */
    BenchProcess start(List<String> words, String name) throws IOException {
        return BenchProcess.start(words, secrets, file.resolveSibling(name + ".txt"));
    }
}
