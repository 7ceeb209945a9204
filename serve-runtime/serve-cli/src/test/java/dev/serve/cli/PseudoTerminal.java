package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A command in a terminal, which {@code script} of util-linux makes; somebody looks and types. */
final class PseudoTerminal implements AutoCloseable {

    /** What makes one. */
    static final Path SCRIPT = Path.of("/usr/bin/script");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final StringBuilder shown = new StringBuilder(); // guarded by itself
    private final Thread reading;

    private PseudoTerminal(Process process) {
        this.process = process;
        this.reading = Thread.ofVirtual().start(this::read);
    }

    /**
     * Runs a command in a terminal of a size; below what it prints stands how it has left it.
     *
     * @param directory with the files of a server
     * @param environment such as {@code NO_COLOR=1}
     */
    static PseudoTerminal run(
            Path directory, int columns, int lines, String environment, String... arguments)
            throws IOException {
        List<String> words = CommandProcess.command(directory, arguments);
        words.add(1, "-D" + Terminal.STREAMS + "=out err");
        // Some shells end with what they run at a Ctrl-C; with a trap none does.
        String command =
                "trap : INT; tty; stty cols %d rows %d; env %s %s; echo code $?; stty -a"
                        .formatted(
                                columns,
                                lines,
                                environment,
                                words.stream().map(Shell::quoted).collect(Collectors.joining(" ")));
        ProcessBuilder script =
                new ProcessBuilder(SCRIPT.toString(), "-qfec", command, "/dev/null")
                        .redirectErrorStream(true);
        script.environment().put("SHELL", "/bin/sh");
        return new PseudoTerminal(script.start());
    }

    private void read() {
        try (Reader reader = process.inputReader(StandardCharsets.UTF_8)) {
            char[] some = new char[4096];
            for (int count = reader.read(some); count >= 0; count = reader.read(some)) {
                synchronized (shown) {
                    shown.append(some, 0, count);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that has been written to it. */
    String shown() {
        synchronized (shown) {
            return shown.toString();
        }
    }

    /** Waits until what has been written to it is so. */
    void until(Predicate<String> isSo) {
        await().atMost(PATIENCE).until(() -> isSo.test(shown()));
    }

    /** Presses keys. */
    void type(String keys) throws IOException {
        process.outputWriter().write(keys);
        process.outputWriter().flush();
    }

    /** Gives it another size, as who pulls at the corner of its window. */
    void resize(int columns, int lines) throws IOException, InterruptedException {
        String device = shown().lines().findFirst().orElseThrow().strip();
        assertThat(
                        new ProcessBuilder(
                                        "stty",
                                        "-F",
                                        device,
                                        "cols",
                                        Integer.toString(columns),
                                        "rows",
                                        Integer.toString(lines))
                                .inheritIO()
                                .start()
                                .waitFor())
                .isZero();
    }

    /** Waits until the command has ended; all that has been written. */
    String ended() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        reading.join();
        return shown();
    }

    @Override
    public void close() {
        // Its thread ends with it.
        process.destroyForcibly();
    }
}
