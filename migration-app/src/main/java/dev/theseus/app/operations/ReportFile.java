package dev.theseus.app.operations;

import dev.theseus.app.cli.EnvironmentFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes figures to a file as JSON. */
final class ReportFile {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportFile() {}

    static void write(Path file, Object report) {
        try {
            Files.writeString(file, JSON.writeValueAsString(report) + System.lineSeparator());
        } catch (IOException e) {
            throw new EnvironmentFailed("The report could not be written to " + file + " (" + e.getMessage()
                    + "). Name a file that can be written.");
        }
    }
}
