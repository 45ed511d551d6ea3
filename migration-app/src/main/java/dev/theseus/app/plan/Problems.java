package dev.theseus.app.plan;

import dev.theseus.app.plan.PlanFileRefused.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Gathers what is wrong with a plan file, so that the person learns all of it at once. */
final class Problems {

    private final Path file;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    void at(Node node, String message) {
        at(node.getStartMark(), message);
    }

    void at(Optional<Mark> mark, String message) {
        found.add(mark.map(m -> new Problem(m.getLine() + 1, m.getColumn() + 1, message))
                .orElse(new Problem(0, 0, message)));
    }

    void inFile(String message) {
        at(Optional.empty(), message);
    }

    /** @throws PlanFileRefused if anything was found */
    void refuseIfAny() {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
            throw new PlanFileRefused(file, found);
        }
    }
}
