package dev.theseus.app.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A plan file can't be used. Says everything that is wrong with it at once, each with its place and the remedy. */
public final class PlanFileRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * @param file as it was named by the person
     * @param problems at least one, in the order of the file
     */
    PlanFileRefused(Path file, List<Problem> problems) {
        super(problems.stream().map(p -> p.at(file)).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * One thing that is wrong with a plan file.
     *
     * @param line from 1; 0 if the file as a whole is meant
     * @param column from 1
     * @param message with the key and the remedy
     */
    public record Problem(int line, int column, String message) {
        String at(Path file) {
            return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
        }
    }
}
