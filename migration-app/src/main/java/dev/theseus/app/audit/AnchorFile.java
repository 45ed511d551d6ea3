package dev.theseus.app.audit;

import dev.theseus.domain.chain.Anchor;
import dev.theseus.domain.chain.ChainFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Anchors in a file, one a line, oldest first. It is added to only, so it can be copied elsewhere at any moment.
 *
 * @param path of the file; it need not be there
 */
public record AnchorFile(Path path) {

    /**
     * The anchors that are genuine, and what is wrong with the others.
     *
     * @param anchors in the order of the file
     * @param findings one for each line that is no anchor, or was signed by somebody else
     */
    public record Read(List<Anchor> anchors, List<ChainFinding> findings) {
        public static final Read NOTHING = new Read(List.of(), List.of());
    }

    /** @throws AuditFailed if the file can't be written */
    public void add(SignedAnchor anchor) {
        try {
            directoryFor(path);
            Files.writeString(path, anchor.json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AuditFailed(
                    "The anchors can't be kept in " + path + ": " + e.getMessage()
                            + ". Name another file in the plan (audit.anchors).",
                    e);
        }
    }

    /** Makes sure that there is one. */
    static Path directoryFor(Path file) throws IOException {
        Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
        return Files.createDirectories(directory);
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /**
     * @param key the public one that signed them
     * @throws AuditFailed if the file can't be read
     */
    public Read read(String key) {
        List<Anchor> anchors = new ArrayList<>();
        List<ChainFinding> findings = new ArrayList<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(path)) {
                number++;
                Optional<SignedAnchor> signed = SignedAnchor.read(line).filter(a -> a.isSignedBy(key));
                if (signed.isPresent()) {
                    anchors.add(signed.get().anchor());
                } else {
                    findings.add(new ChainFinding.FalseAnchor(
                            "line " + number + " of " + path + " is no anchor, or was not signed by the key"));
                }
            }
        } catch (IOException e) {
            throw new AuditFailed("The anchors can't be read from " + path + ": " + e.getMessage(), e);
        }
        return new Read(anchors, findings);
    }
}
