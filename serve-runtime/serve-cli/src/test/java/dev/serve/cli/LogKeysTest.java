package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real command logs is changed by its file while it runs. */
class LogKeysTest {

    /** Brings what System.Logger is told to SLF4J; tests are on a class path without it. */
    private static final String BRIDGE =
            Objects.requireNonNull(
                    System.getProperty("test.platform-logging"), "as the POM has it");

    private static final String CHANGES = "dev.serve.server.lifecycle.Changes";

    @TempDir private Path directory;

    private String write(String body, String log) throws IOException {
        return Files.writeString(
                        directory.resolve("serve.yaml"),
                        """
                        listeners:
                          web:
                            port: 0
                            routes: [{ path: /, respond: { body: %s } }]
                        log: %s
                        """
                                .formatted(body, log))
                .toString();
    }

    private List<String> logged() throws IOException {
        return Files.readAllLines(errors()).stream()
                .filter(line -> line.contains("Changes"))
                .toList();
    }

    private Path errors() {
        return directory.resolve("stderr");
    }

    /** Has the file taken, and waits until that is told. */
    private static void taken(ServeProcess serve, int version) throws Exception {
        serve.signal("HUP");
        BufferedReader output = serve.output();
        String line = output.readLine();
        while (line != null && !line.contains("\"version\":" + version)) {
            line = output.readLine();
        }
        assertThat(line).as("version " + version).isNotNull();
    }

    @Test
    void levelsAndFormatAreThoseOfTheFileThatASignalHasTaken() throws Exception {
        try (ServeProcess serve =
                ServeProcess.start(
                        System.getProperty("java.class.path") + File.pathSeparator + BRIDGE,
                        directory,
                        ProcessBuilder.Redirect.to(errors().toFile()),
                        "run",
                        "--json",
                        write("one", "{}"))) {
            serve.port();
            write("two", "{}");
            taken(serve, 2);
            assertThat(logged()).as("changes are told by the command itself").isEmpty();

            write("two", "{ levels: { " + CHANGES + ": INFO }, format: json }");
            taken(serve, 3);
            write("four", "{ levels: { " + CHANGES + ": INFO }, format: json }");
            taken(serve, 4);
            assertThat(logged())
                    .last()
                    .asString()
                    .startsWith("{\"timestamp\":")
                    .contains("\"level\":\"INFO\"", "\"loggerName\":\"" + CHANGES + "\"")
                    .contains("version 4");

            write("four", "{ levels: { " + CHANGES + ": INFO }, format: text }");
            taken(serve, 5);
            write("six", "{ levels: { " + CHANGES + ": INFO }, format: text }");
            taken(serve, 6);
            assertThat(logged()).last().asString().contains(" INFO  Changes: ", "version 6");

            write("seven", "{}");
            taken(serve, 7);
            int before = logged().size();
            write("eight", "{}");
            taken(serve, 8);
            assertThat(logged()).hasSize(before);
        }
    }
}
