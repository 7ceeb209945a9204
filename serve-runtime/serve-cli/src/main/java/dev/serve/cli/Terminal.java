package dev.serve.cli;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The terminal that a command is used in: whether its output goes there, how wide it is, and its
 * keys one by one. What the JDK cannot do, {@code stty} does (POSIX).
 */
final class Terminal implements AutoCloseable {

    /**
     * Set by the {@code serve} script: which of standard output and error are a terminal, such as
     * {@code out err}.
     */
    static final String STREAMS = "dev.serve.terminal";

    private static final File DEVICE = new File("/dev/tty");

    private static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l";
    private static final String FORMER_SCREEN = "\u001b[?25h\u001b[?1049l";

    private final String before;
    private final AtExit restoring;

    private Terminal(String before) {
        this.before = before;
        this.restoring = AtExit.with("serve-terminal-restored", this::restore);
    }

    /** A stream of the command. */
    enum Stream {
        OUT,
        ERR
    }

    /** How many columns and lines it has. */
    record Size(int columns, int lines) {

        /** Where there is no terminal, nothing is cut. */
        static final Size UNKNOWN = new Size(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Whether a stream is a terminal that can do more than print. */
    static boolean isAt(Stream stream, Map<String, String> environment) {
        List<String> streams = Arrays.asList(System.getProperty(STREAMS, "").split(" ", -1));
        return streams.contains(stream.name().toLowerCase(Locale.ROOT))
                && !"dumb".equals(environment.get("TERM"));
    }

    /** Its size, if standard output is one. */
    static Size size() {
        if (!isAt(Stream.OUT, System.getenv())) {
            return Size.UNKNOWN;
        }
        try {
            String[] words = stty("size").split(" ", 2);
            int lines = Integer.parseInt(words[0]);
            int columns = Integer.parseInt(words[1]);
            // One that does not know says 0 of both.
            return columns == 0 || lines == 0 ? Size.UNKNOWN : new Size(columns, lines);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Size.UNKNOWN;
        }
    }

    /**
     * Takes the whole screen and each key as it is pressed, Ctrl-C and Ctrl-Z too; until it is
     * closed, or the process ends.
     *
     * @throws IOException if it cannot be had
     */
    static Terminal whole() throws IOException {
        Terminal terminal = new Terminal(stty("-g"));
        stty("-icanon", "-echo", "-isig", "min", "1", "time", "0");
        print(OTHER_SCREEN);
        return terminal;
    }

    /** The keys that are pressed. */
    InputStream keys() throws IOException {
        return new FileInputStream(DEVICE);
    }

    /** Puts lines onto the screen, and nothing else. */
    void show(List<String> lines) {
        StringBuilder text = new StringBuilder("\u001b[H");
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append("\u001b[K");
        }
        print(text.append("\u001b[J").toString());
    }

    private static void print(String text) {
        System.out.print(text);
        System.out.flush();
    }

    private void restore() {
        print(FORMER_SCREEN);
        try {
            stty(before);
        } catch (IOException e) {
            System.err.println(
                    "The terminal stays as it is: " + e.getMessage() + "; try: stty sane");
        }
    }

    @Override
    public void close() {
        restoring.close();
        restore();
    }

    private static String stty(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectInput(DEVICE).redirectErrorStream(true).start();
        try (InputStream said = process.getInputStream()) {
            String text = new String(said.readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (process.waitFor() != 0) {
                throw new IOException(text);
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
