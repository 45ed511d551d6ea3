package dev.theseus.app.bench;

import dev.theseus.domain.database.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** pgcopydb, where it is installed. */
final class Pgcopydb {

    private final BenchServers servers;

    Pgcopydb(BenchServers servers) {
        this.servers = servers;
    }

    static boolean isInstalled() {
        return Command.isOnPath("pgcopydb");
    }

    void copyTables(String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("copy", "table-data", "--table-jobs", "2"));
        words.addAll(List.of(options));
        run(words);
    }

    void cloneAll() throws IOException, InterruptedException {
        run(List.of("clone", "--table-jobs", "2", "--index-jobs", "2", "--drop-if-exists", "--skip-extensions"));
    }

    void compare() throws IOException, InterruptedException {
        run(List.of("compare", "data"));
    }

    /** When it fails it ends its whole process group, and that would be the benchmark's own. */
    private static List<String> apart() {
        return Command.isOnPath("setsid") ? List.of("setsid", "--wait") : List.of();
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(servers.directory(), "pgcopydb-");
        List<String> words = new ArrayList<>(apart());
        words.add("pgcopydb");
        words.addAll(command);
        words.addAll(List.of(
                "--source", servers.libpq(Side.OLD),
                "--target", servers.libpq(Side.NEW),
                "--dir", directory.resolve("work").toString()));
        Command.run(words);
    }
}
