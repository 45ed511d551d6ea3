package dev.theseus.app.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another process that uses the control database of a directory until it is told to end, or killed. */
final class OtherProcess implements AutoCloseable {

    private final Process process;
    private final String url;

    private OtherProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static OtherProcess using(Path directory) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader says = process.inputReader();
        String line = says.readLine();
        while (line != null && !line.startsWith("jdbc:")) {
            line = says.readLine();
        }
        if (line == null) {
            throw new IOException("The other process ended without having said where the database is");
        }
        return new OtherProcess(process, line);
    }

    String url() {
        return url;
    }

    void endInOrder() throws IOException, InterruptedException {
        process.outputWriter().close();
        process.waitFor();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** What the other process runs. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws IOException {
            try (ControlDatabase database = ControlDatabase.in(Path.of(arguments[0]))) {
                System.out.println(database.address().url());
                System.out.flush();
                System.in.transferTo(System.err); // until the other side closes it
            }
        }
    }
}
