package dev.serve.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which process listens on a TCP port, where the system tells: Linux by {@code /proc}, macOS by
 * {@code lsof}. Processes of other users are hidden from all but root.
 */
final class PortHolder {

    private static final String LISTENING = "0A";
    private static final Pattern COLUMN_GAP = Pattern.compile("\\s+");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    private static final int SHOWN_COMMAND = 70;

    private PortHolder() {}

    /**
     * Such as {@code process 4711 (java -cp app.jar Main)}; empty when the system does not tell.
     */
    static Optional<String> of(int port) {
        try {
            return Files.isDirectory(Path.of("/proc/net"))
                    ? byProc(Path.of("/proc"), port)
                    : byLsof(port);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A port that can be bound now, the next ones first. */
    static OptionalInt freePort(String host, int taken) {
        return IntStream.rangeClosed(taken + 1, Math.min(taken + 50, 65_535))
                .filter(port -> bindable(host, port))
                .findFirst();
    }

    private static boolean bindable(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** proc(5): column 2 is address:port in hex, 4 the state, 10 the inode of the socket. */
    static Optional<String> byProc(Path proc, int port) throws IOException {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            if (Files.isReadable(proc.resolve(table))) {
                for (String line : Files.readAllLines(proc.resolve(table))) {
                    String[] columns = COLUMN_GAP.split(line.trim(), -1);
                    if (columns.length > 9
                            && columns[1].endsWith(suffix)
                            && columns[3].equals(LISTENING)) {
                        sockets.add("socket:[" + columns[9] + "]");
                    }
                }
            }
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return Optional.of(described(process));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            // gone meanwhile, or not ours to see: the next process may be
        }
        return false;
    }

    private static String described(Path process) throws IOException {
        String command = Files.readString(process.resolve("cmdline"), StandardCharsets.UTF_8);
        return "process " + process.getFileName() + " (" + shortened(command) + ")";
    }

    private static Optional<String> byLsof(int port) throws IOException, InterruptedException {
        Process lsof =
                new ProcessBuilder("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fpc")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            String answer =
                    new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            lsof.waitFor(5, TimeUnit.SECONDS);
            return ofLsof(answer);
        } finally {
            lsof.destroy();
        }
    }

    /** {@code lsof -F}: a line p with the process id, then a line c with its command. */
    static Optional<String> ofLsof(String answer) {
        String pid = field(answer, 'p');
        return pid.isEmpty()
                ? Optional.empty()
                : Optional.of("process " + pid + " (" + shortened(field(answer, 'c')) + ")");
    }

    private static String field(String answer, char name) {
        return answer.lines()
                .filter(line -> !line.isEmpty() && line.charAt(0) == name)
                .map(line -> line.substring(1))
                .findFirst()
                .orElse("");
    }

    /** Whatever another process calls itself, it is a part of one line. */
    private static String shortened(String text) {
        String command = CONTROL.matcher(text).replaceAll(" ").trim();
        return command.length() <= SHOWN_COMMAND
                ? command
                : command.substring(0, SHOWN_COMMAND - 1) + "…";
    }
}
