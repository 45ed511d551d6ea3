package dev.theseus.app.demo;

import java.io.IOException;
import java.nio.file.Path;

/** Proposes a plan for two databases, as {@code theseus plan init} does, and writes it to a file. */
@FunctionalInterface
public interface DemoPlan {

    /**
     * @param schema whose tables are all migrated
     * @param file to write
     */
    void write(DemoServers servers, String schema, Path file) throws IOException;
}
