package dev.theseus.app.schema;

import dev.theseus.app.plan.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the definitions of some schemas by pg_dump and pg_restore, as two files of SQL: tables with their keys, and
 * the rest. The password goes to the programs by their environment, never by a command line that others can see.
 */
public final class SchemaDump {

    public static final String TABLES = "1-tables.sql";
    public static final String REST = "2-indexes-and-constraints.sql";

    private final Login login;
    private final List<String> schemas;
    private final Programs programs;

    /**
     * @param login to the database
     * @param schemas whose definitions are written, exactly as the catalogue spells them
     * @param environment in which PATH is looked for
     */
    public SchemaDump(Login login, List<String> schemas, Map<String, String> environment) {
        this.login = login;
        this.schemas = List.copyOf(schemas);
        this.programs = new Programs(environment);
    }

    /**
     * How to log in.
     *
     * @param url of the database
     * @param user the role
     * @param password if one is needed and {@code ~/.pgpass} has it not
     */
    public record Login(DatabaseUrl url, String user, Optional<String> password) {
        @Override
        public String toString() {
            return "Login[" + url + ", " + user + "]";
        }
    }

    /**
     * Writes both files.
     *
     * @param directory is made if it is not there; neither file may be in it
     * @param majorVersion the newer one of both servers, for older programs would not understand it
     * @throws SchemaDumpFailed if a program is missing, too old, or fails
     */
    public void write(Path directory, int majorVersion) throws InterruptedException {
        try {
            Files.createDirectories(directory);
            Path archive = Files.createTempFile("theseus", ".dump");
            try {
                write(directory, archive, majorVersion);
            } finally {
                Files.delete(archive);
            }
        } catch (IOException e) {
            throw new SchemaDumpFailed(
                    "The definitions could not be written into " + directory + ": " + e.getMessage());
        }
    }

    private void write(Path directory, Path archive, int majorVersion) throws IOException, InterruptedException {
        for (String file : List.of(TABLES, REST)) {
            if (Files.exists(directory.resolve(file))) {
                throw new SchemaDumpFailed(
                        directory.resolve(file) + " exists already. Remove it, or name another directory.");
            }
        }
        Path pgDump = programs.find("pg_dump", majorVersion);
        Path pgRestore = programs.find("pg_restore", majorVersion);
        programs.run(dump(pgDump, archive), variables());
        Contents contents = Contents.of(list(pgRestore, archive, "pre-data"), list(pgRestore, archive, "post-data"));
        extract(pgRestore, archive, contents.tables(), directory.resolve(TABLES));
        extract(pgRestore, archive, contents.rest(), directory.resolve(REST));
    }

    private List<String> dump(Path pgDump, Path archive) {
        List<String> command = new ArrayList<>(List.of(
                pgDump.toString(),
                "--format=custom",
                "--schema-only",
                "--no-owner",
                "--no-privileges",
                "--no-tablespaces",
                "--no-publications",
                "--no-subscriptions",
                "--no-password",
                "--exclude-schema=theseus",
                "--file=" + archive));
        // quotes keep a name from being taken as a pattern
        schemas.forEach(schema -> command.add("--schema=\"" + schema.replace("\"", "\"\"") + '"'));
        return command;
    }

    private String list(Path pgRestore, Path archive, String section) throws IOException, InterruptedException {
        return programs.run(
                List.of(pgRestore.toString(), "--list", "--section=" + section, archive.toString()), Map.of());
    }

    private void extract(Path pgRestore, Path archive, List<String> entries, Path target)
            throws IOException, InterruptedException {
        Path list = Files.createTempFile("theseus", ".list");
        try {
            Files.write(list, entries);
            programs.run(
                    List.of(
                            pgRestore.toString(),
                            "--use-list=" + list,
                            "--no-owner",
                            "--no-privileges",
                            "--file=" + target,
                            archive.toString()),
                    Map.of());
        } finally {
            Files.delete(list);
        }
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        variables.put("PGHOST", login.url().hostNames());
        variables.put("PGPORT", login.url().ports());
        variables.put("PGDATABASE", login.url().database());
        variables.put("PGUSER", login.user());
        login.password().ifPresent(p -> variables.put("PGPASSWORD", p));
        login.url().parameter("sslmode").ifPresent(m -> variables.put("PGSSLMODE", m));
        login.url().parameter("sslrootcert").ifPresent(c -> variables.put("PGSSLROOTCERT", c));
        return variables;
    }
}
