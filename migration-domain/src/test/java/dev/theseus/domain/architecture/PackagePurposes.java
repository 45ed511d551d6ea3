package dev.theseus.domain.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads sources, because neither Javadoc nor a missing package-info leaves a trace in the class files. */
public final class PackagePurposes {

    private static final Pattern JAVADOC = Pattern.compile("(?s)^/\\*\\*(.*?)\\*/");
    private static final Pattern WORD = Pattern.compile("\\b[\\w'-]+\\b");
    private static final int SHORTEST_SENTENCE = 4;
    private static final Pattern NULL_MARKED = Pattern.compile("(?m)^@NullMarked$");

    private PackagePurposes() {}

    /** One line for each package below the source root that does not say what it is for or is not null-marked. */
    public static List<String> missingBelow(Path sourceRoot) {
        try (Stream<Path> files = Files.walk(sourceRoot)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .flatMap(PackagePurposes::faultsOf)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading the sources below " + sourceRoot, unreadable);
        }
    }

    private static Stream<String> faultsOf(Path directory) {
        Path packageInfo = directory.resolve("package-info.java");
        if (!Files.exists(packageInfo)) {
            return Stream.of(directory + " has no package-info.java");
        }
        String source = read(packageInfo);
        return Stream.concat(
                hasPurpose(source)
                        ? Stream.empty()
                        : Stream.of(packageInfo + " does not begin with a Javadoc sentence of purpose"),
                NULL_MARKED.matcher(source).find() ? Stream.empty() : Stream.of(packageInfo + " is not @NullMarked"));
    }

    private static boolean hasPurpose(String source) {
        Matcher javadoc = JAVADOC.matcher(source);
        return javadoc.find() && isSentence(javadoc.group(1).strip());
    }

    private static boolean isSentence(String text) {
        return text.endsWith(".") && WORD.matcher(text).results().count() >= SHORTEST_SENTENCE;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading " + file, unreadable);
        }
    }
}
