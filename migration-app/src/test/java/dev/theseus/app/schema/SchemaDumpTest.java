package dev.theseus.app.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.plan.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Stands scripts in for pg_dump and pg_restore, which note what they were called with. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class SchemaDumpTest {

    @TempDir
    private Path directory;

    private Path programs;
    private Path target;

    @BeforeEach
    void makeDirectories() throws IOException {
        programs = Files.createDirectory(directory.resolve("bin"));
        target = directory.resolve("ddl");
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> dump().write(target, 18))
                .isInstanceOf(SchemaDumpFailed.class)
                .hasMessageContaining("pg_dump is not on the PATH")
                .hasMessageContaining("PostgreSQL 18 or newer");
    }

    @Test
    void aProgramThatIsTooOldIsNamedWithBothVersions() throws IOException {
        program("pg_dump", "echo 'pg_dump (PostgreSQL) 15.9 (Debian 15.9-1)'");
        assertThatThrownBy(() -> dump().write(target, 18))
                .isInstanceOf(SchemaDumpFailed.class)
                .hasMessageContaining("is of PostgreSQL 15")
                .hasMessageContaining("up to 18");
    }

    @Test
    void aProgramThatFailsIsQuoted() throws IOException {
        program(
                "pg_dump",
                "[ \"$1\" = --version ] && echo '(PostgreSQL) 18.1' || { echo 'no such host' >&2; exit 1; }");
        program("pg_restore", "echo '(PostgreSQL) 18.1'");
        assertThatThrownBy(() -> dump().write(target, 18))
                .isInstanceOf(SchemaDumpFailed.class)
                .hasMessageContaining("failed: no such host");
    }

    @Test
    void anExistingFileIsNotOverwritten() throws IOException {
        Files.createDirectory(target);
        Files.writeString(target.resolve(SchemaDump.REST), "mine");
        assertThatThrownBy(() -> dump().write(target, 18))
                .isInstanceOf(SchemaDumpFailed.class)
                .hasMessageContaining("exists already");
    }

    @Test
    void bothFilesAreWrittenAndThePasswordStaysOutOfTheCommandLine() throws Exception {
        Path calls = directory.resolve("calls");
        program(
                "pg_dump",
                "[ \"$1\" = --version ] && { echo '(PostgreSQL) 18.1'; exit; }; "
                        + "echo \"dump $* as $PGUSER at $PGHOST:$PGPORT/$PGDATABASE with $PGPASSWORD\" >> " + calls);
        program(
                "pg_restore",
                "case \"$1\" in --version) echo '(PostgreSQL) 18.1';; "
                        + "--list) case \"$2\" in *pre*) echo '1; 2 3 TABLE a b o';; *) echo '4; 5 6 INDEX a i o';; esac;; "
                        + "*) for a in \"$@\"; do case $a in --file=*) f=${a#--file=};; --use-list=*) l=${a#--use-list=};; esac; done; "
                        + "cp $l $f;; esac");
        dump().write(target, 18);
        assertThat(target.resolve(SchemaDump.TABLES))
                .content()
                .contains("TABLE a b")
                .doesNotContain("INDEX");
        assertThat(target.resolve(SchemaDump.REST))
                .content()
                .contains("INDEX a i")
                .doesNotContain("TABLE");
        assertThat(Files.readString(calls))
                .contains("--schema-only", "--schema=\"The Shop\"", "as app at host:6432/shop with s3cret")
                .satisfies(call ->
                        assertThat(call.substring(0, call.indexOf(" as "))).doesNotContain("s3cret"));
    }

    private SchemaDump dump() {
        return new SchemaDump(
                new SchemaDump.Login(
                        DatabaseUrl.parse("postgresql://app@host:6432/shop"), "app", Optional.of("s3cret")),
                List.of("The Shop"),
                Map.of("PATH", programs.toString()));
    }

    private void program(String name, String script) throws IOException {
        Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
