package dev.theseus.app.schema;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds PostgreSQL's programs on the PATH and runs them. */
final class Programs {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    private final Map<String, String> environment;

    Programs(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The program of this name, if it is there and new enough for both servers. */
    Path find(String name, int majorVersion) throws IOException, InterruptedException {
        String remedy = " Install the client programs of PostgreSQL " + majorVersion
                + " or newer, or make the tables with your own schema tool.";
        Path program = onPath(name).orElseThrow(() -> new SchemaDumpFailed(name + " is not on the PATH." + remedy));
        String said = run(List.of(program.toString(), "--version"), Map.of());
        Matcher matcher = VERSION.matcher(said);
        if (!matcher.find()) {
            throw new SchemaDumpFailed(program + " does not tell its version." + remedy);
        }
        if (Integer.parseInt(matcher.group(1)) < majorVersion) {
            throw new SchemaDumpFailed(program + " is of PostgreSQL " + matcher.group(1)
                    + ", but the servers are of up to " + majorVersion + "." + remedy);
        }
        return program;
    }

    private Optional<Path> onPath(String name) {
        return Stream.of(environment.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> Stream.of(Path.of(directory, name), Path.of(directory, name + ".exe")))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs a program to its end and gives back what it printed; what it complained of ends up in the failure. */
    String run(List<String> command, Map<String, String> variables) throws IOException, InterruptedException {
        Path complaints = Files.createTempFile("theseus", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectError(complaints.toFile());
            builder.environment().putAll(variables);
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new SchemaDumpFailed(command.getFirst() + " failed: " + firstLine(complaints));
            }
            return said;
        } finally {
            Files.delete(complaints);
        }
    }

    private static String firstLine(Path complaints) throws IOException {
        return Files.readString(complaints).lines().findFirst().orElse("it did not say why");
    }
}
