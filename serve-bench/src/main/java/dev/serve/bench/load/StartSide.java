package dev.serve.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of those whose start is measured.
 *
 * @param label as it stands in tables
 * @param command starts it
 * @param announced what a line of its output says
 * @param withInput whether it ends with its standard input; otherwise by SIGTERM
 */
record StartSide(
        String label,
        List<String> command,
        Function<String, Optional<Announcement>> announced,
        boolean withInput) {

    private static final Pattern SERVES =
            Pattern.compile("\\{\"pid\":(\\d+).*\"name\":\"web\",[^}]*\"port\":(\\d+)");

    /** As few keys as one would begin with; everything that observes and manages is there. */
    private static final String FILE =
            """
            listeners:
              web: { port: 0, routes: [{ path: /hello, respond: { body: hello } }] }
              admin: { port: 0, protocols: [http, sse] }
            observe: { listeners: [admin] }
            admin: { listener: admin }
            """;

    /** Raw Helidon, with flags of the JVM. */
    static StartSide helidon(String label, String classPath, String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", classPath, RawServer.class.getName()));
        return new StartSide(label, command, Announcement::in, true);
    }

    /** The command of an unpacked distribution. */
    static StartSide distribution(String label, Path directory, Path scratch, String... before)
            throws IOException {
        Path file = scratch.resolve("serve.yaml");
        Files.writeString(file, FILE);
        List<String> command = new ArrayList<>(List.of(before));
        command.add(directory.resolve(Path.of("bin", "serve")).toAbsolutePath().toString());
        command.addAll(List.of("run", file.toString(), "--json"));
        return new StartSide(label, command, StartSide::serves, false);
    }

    private static Optional<Announcement> serves(String line) {
        Matcher said = SERVES.matcher(line);
        return said.find()
                ? Optional.of(
                        new Announcement(
                                Integer.parseInt(said.group(2)), Long.parseLong(said.group(1))))
                : Optional.empty();
    }
}
