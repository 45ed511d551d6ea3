package dev.theseus.app.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs programs of the operating system. */
final class Command {

    private static final int SHOWN = 600;

    private Command() {}

    static boolean isOnPath(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /** @return what it printed */
    static String run(String... words) throws IOException, InterruptedException {
        return run(List.of(words));
    }

    static String run(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        requireDone(words.get(0), process, printed);
        return printed;
    }

    /** A Java program with the class path of this one. */
    static List<String> java(List<String> options, String main, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        words.addAll(List.of(arguments));
        return words;
    }

    /** Connects the output of one program with the input of another, as a shell's pipe does. */
    static void pipe(List<String> from, List<String> into) throws IOException, InterruptedException {
        Path complaints = Files.createTempFile("bench-", ".log");
        try {
            List<ProcessBuilder> pair = new ArrayList<>();
            for (List<String> words : List.of(from, into)) {
                pair.add(
                        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.appendTo(complaints.toFile())));
            }
            pair.get(1).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            for (Process process : ProcessBuilder.startPipeline(pair)) {
                process.waitFor();
                requireDone(from.get(0), process, Files.readString(complaints));
            }
        } finally {
            Files.deleteIfExists(complaints);
        }
    }

    private static void requireDone(String program, Process process, String printed) throws InterruptedException {
        int code = process.waitFor();
        if (code != 0) {
            String tail = printed.strip();
            throw new IllegalStateException(
                    program + " ended with " + code + ": " + tail.substring(Math.max(0, tail.length() - SHOWN)));
        }
    }
}
