package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command as a process of its own, in a directory of its own. */
final class CommandProcess implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader out;

    private CommandProcess(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    /** A server that stays: {@code run} with these arguments. */
    static CommandProcess run(Path directory, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(arguments));
        return of(directory, command(all));
    }

    /** Any program. */
    static CommandProcess of(Path directory, List<String> words) throws IOException {
        return new CommandProcess(
                new ProcessBuilder(words)
                        .directory(directory.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** What a command that ends has said. */
    record Said(int code, String out, String err) {}

    /** A command that ends. */
    static Said said(Path directory, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("serve-said", ".out");
        Path err = Files.createTempFile("serve-said", ".err");
        try {
            Process ended =
                    new ProcessBuilder(command(List.of(arguments)))
                            .directory(directory.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            assertThat(ended.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Said(ended.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /**
     * The words that start it about a server of another directory.
     *
     * @param run where that keeps what it says of itself
     */
    static List<String> command(Path run, String... arguments) {
        List<String> command = command(List.of(arguments));
        command.add(1, "-D" + RunFiles.DIRECTORY + "=" + run);
        return command;
    }

    /** The words that start it. */
    static List<String> command(List<String> arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(arguments);
        return command;
    }

    long pid() {
        return process.pid();
    }

    /** Reads no more of its standard output. */
    void hangUp() throws IOException {
        out.close();
    }

    /** Presses the key. */
    void enter() throws IOException {
        process.outputWriter().newLine();
        process.outputWriter().flush();
    }

    /** The next line on its standard output. */
    String line() throws IOException {
        return out.readLine();
    }

    /** Reads until a line has this text. */
    List<String> until(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); line != null; line = line()) {
            lines.add(line);
            if (line.contains(text)) {
                return lines;
            }
        }
        throw new AssertionError(text + " did not come, but " + lines);
    }

    /** All that is still to come on its standard output. */
    List<String> rest() {
        return out.lines().toList();
    }

    void signal(String name) throws IOException, InterruptedException {
        assertThat(
                        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                                .inheritIO()
                                .start()
                                .waitFor())
                .isZero();
    }

    /** Waits for its end; the exit code. */
    int ended() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** The first address of plain HTTP in a text. */
    static String url(String text) {
        Matcher matcher = URL.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group();
    }

    /** The body of an answer. */
    static String get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        out.close();
    }
}
