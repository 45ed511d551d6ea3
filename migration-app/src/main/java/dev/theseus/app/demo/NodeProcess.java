package dev.theseus.app.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** A node of the shop as the demonstration sees it. Used by one thread at a time. */
final class NodeProcess implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TO_END_SECONDS = 15;

    /** A node is small, short-lived and one of many processes on the machine. */
    private static final List<String> SMALL =
            List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final String node;
    private final Path log;
    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private NodeProcess(String node, Path log, Process process) {
        this.node = node;
        this.log = log;
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** @param directory for its log */
    static NodeProcess start(NodeOrder order, Path directory) throws IOException {
        Path log = directory.resolve(order.node() + ".log");
        Process process = new ProcessBuilder(command())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        NodeProcess started = new NodeProcess(order.node(), log, process);
        started.say(JSON.writeValueAsString(order));
        return started;
    }

    /** The running program once more: from its one file, or from the class path that it was started with. */
    private static List<String> command() {
        String classPath = System.getProperty("java.class.path");
        boolean oneFile = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(oneFile ? List.of("-jar", classPath) : List.of("-cp", classPath, "dev.theseus.app.Theseus"));
        command.add(ShopNode.COMMAND);
        return command;
    }

    NodeAnswer ask(String question) throws IOException {
        say(question);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("Node " + node + " of the shop has ended; its log is " + log);
        }
        return JSON.readValue(answer, NodeAnswer.class);
    }

    private void say(String line) throws IOException {
        questions.write(line);
        questions.newLine();
        questions.flush();
    }

    long pid() {
        return process.pid();
    }

    /** Lets it end by itself, and ends it if it does not. */
    @Override
    public void close() {
        try {
            questions.close();
            if (!process.waitFor(TO_END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
