package dev.theseus.app.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of a first start that was killed before the server's directory was complete: such a directory never
 * becomes a server's, so it is made anew. Nothing is in it, since nobody could connect yet. The caller holds the door.
 *
 * @param data the server's directory
 */
record CutOffStart(Path data) {

    private static final Logger LOG = LoggerFactory.getLogger(CutOffStart.class);

    /** Written by every server that starts, and by nothing before. */
    private static final String STARTED_ONCE = "postmaster.opts";

    private static final String MAKING = "initdb";

    void clear() throws IOException {
        if (!Files.exists(data) || Files.exists(data.resolve(STARTED_ONCE))) {
            return;
        }
        endMaking();
        // a child of what was ended may write a little longer, but only where it is
        Path aside = Files.createTempDirectory(data.getParent(), "cut-off-");
        Files.move(data, aside.resolve("data"));
        delete(aside);
    }

    /**
     * It outlives the program that has started it; when it fails, it would empty the directory, whoever's that is by
     * then.
     */
    private void endMaking() {
        ProcessHandle.allProcesses().filter(this::isMaking).forEach(making -> {
            making.destroyForcibly();
            making.onExit().join();
        });
    }

    private boolean isMaking(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(MAKING) && line.contains(data.toString()))
                .isPresent();
    }

    /** As far as that goes: what is left is in nobody's way. */
    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException stillWrittenTo) {
            LOG.debug("{} could not be removed: {}", directory, stillWrittenTo.getMessage());
        }
    }
}
