package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import picocli.CommandLine;

/**
 * Commands in this JVM, about the server of another directory: what they do to that is the same as
 * from a process of their own, without the second that one takes to start. Each test has a
 * directory of its own, and the server that it has left is killed.
 */
final class CommandHere implements BeforeEachCallback, AfterEachCallback {

    private Scratch scratch = new Scratch(Path.of(""));

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        scratch = Scratch.make();
        System.setProperty(RunFiles.DIRECTORY, run().toString());
    }

    /** Where the server keeps what it says of itself. */
    Path run() {
        return scratch.path().resolve("run");
    }

    /** One of those. */
    Path file(String name) {
        return run().resolve(name);
    }

    /** The configuration of the server. */
    Path site() {
        return scratch.path().resolve("site.yaml");
    }

    void write(String yaml) throws IOException {
        Files.writeString(site(), yaml);
    }

    CommandProcess.Said said(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.command(new Style(false), new Style(false));
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = command.execute(arguments);
        return new CommandProcess.Said(code, out.toString(), err.toString());
    }

    /** What a command says that goes well. */
    String told(String... arguments) {
        CommandProcess.Said said = said(arguments);
        assertThat(said.code()).as(said.err()).isZero();
        return said.out();
    }

    CommandProcess.Said start(String... options) {
        List<String> arguments = new ArrayList<>(List.of("start", site().toString()));
        arguments.addAll(List.of(options));
        return said(arguments.toArray(String[]::new));
    }

    /** Starts a server with this configuration; what is said of that. */
    String started(String yaml) throws IOException {
        write(yaml);
        CommandProcess.Said said = start();
        assertThat(said.code()).as(said.err()).isZero();
        return said.out();
    }

    /** The server, if one runs. */
    Optional<ProcessHandle> process() throws IOException {
        return RunFiles.here().holder();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Optional<ProcessHandle> left = process();
        System.clearProperty(RunFiles.DIRECTORY);
        if (left.isPresent()) {
            left.get().destroyForcibly();
            left.get().onExit().get(10, TimeUnit.SECONDS);
        }
        scratch.close();
    }
}
