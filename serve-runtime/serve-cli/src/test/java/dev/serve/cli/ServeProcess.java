package dev.serve.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command as a process of its own, since it ends by signals. Killed when it is closed. */
final class ServeProcess implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;

    private ServeProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /**
     * Starts it on the class path of this JVM.
     *
     * @param directory the one that it is started in
     * @param errors where its standard error goes
     */
    static ServeProcess start(Path directory, ProcessBuilder.Redirect errors, String... arguments)
            throws IOException {
        return start(System.getProperty("java.class.path"), directory, errors, arguments);
    }

    /** Starts it on another class path. */
    static ServeProcess start(
            String classPath, Path directory, ProcessBuilder.Redirect errors, String... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath,
                                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ServeProcess(
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectError(errors)
                        .start());
    }

    /** Its standard error is that of the tests. */
    static ServeProcess start(Path directory, String... arguments) throws IOException {
        return start(directory, ProcessBuilder.Redirect.INHERIT, arguments);
    }

    long pid() {
        return process.pid();
    }

    /** Its standard output. */
    BufferedReader output() {
        return output;
    }

    /** The port of its one listener, of the first line of {@code --json}. */
    int port() throws IOException {
        return port(output.readLine());
    }

    /** The port that such a line names. */
    static int port(String line) {
        Matcher port = PORT.matcher(line);
        if (!port.find()) {
            throw new AssertionError(line + " (expected: an address)");
        }
        return Integer.parseInt(port.group(1));
    }

    /** Sends a signal, such as {@code TERM}. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + name + " failed with " + kill.exitValue());
        }
    }

    /** Waits for its end; its exit code. */
    int await() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still there after " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
