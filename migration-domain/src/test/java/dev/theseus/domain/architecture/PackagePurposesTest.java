package dev.theseus.domain.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagePurposesTest {

    private static final String SENTENCE = "/** Keeps the chunks that are copied. */\n";
    private static final String MARKED = "@NullMarked\npackage planted;\n";

    @TempDir
    private Path sources;

    @Test
    void a_package_with_a_sentence_and_the_mark_is_accepted() throws IOException {
        plant(SENTENCE + MARKED);

        assertThat(PackagePurposes.missingBelow(sources)).isEmpty();
    }

    @Test
    void a_package_without_package_info_is_named() throws IOException {
        Files.writeString(sources.resolve("Chunk.java"), "record Chunk() {}");

        assertThat(PackagePurposes.missingBelow(sources))
                .singleElement()
                .asString()
                .startsWith(sources.toString())
                .endsWith("has no package-info.java");
    }

    @Test
    void a_package_without_javadoc_is_named() throws IOException {
        plant(MARKED);

        assertThat(PackagePurposes.missingBelow(sources))
                .singleElement()
                .asString()
                .contains("sentence of purpose");
    }

    @Test
    void a_heading_is_no_sentence() throws IOException {
        plant("/** Chunks. */\n" + MARKED);

        assertThat(PackagePurposes.missingBelow(sources))
                .singleElement()
                .asString()
                .contains("sentence of purpose");
    }

    @Test
    void a_package_that_only_mentions_the_mark_is_named() throws IOException {
        plant(SENTENCE + "// @NullMarked\npackage planted;\n");

        assertThat(PackagePurposes.missingBelow(sources))
                .singleElement()
                .asString()
                .endsWith("is not @NullMarked");
    }

    private void plant(String packageInfo) throws IOException {
        Files.writeString(sources.resolve("package-info.java"), packageInfo);
    }
}
