package dev.serve.cli;

import io.helidon.json.JsonObject;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a command speaks, and how: in words, with colours or without, or in JSON. */
final class Console {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Says what comes of it in JSON, an object a line.")
    private boolean json;

    private @Nullable PrintWriter out;
    private @Nullable PrintWriter err;

    /** Constructed by picocli. */
    Console() {}

    /** Without picocli. */
    Console(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Writes to a stream, and says whether it still takes that, which picocli's own does not. */
    static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /** Whether it is asked to speak in JSON. */
    boolean json() {
        return json;
    }

    PrintWriter out() {
        return out == null ? command().getOut() : out;
    }

    /** Flushes; whether the reader of standard output, such as {@code head}, has gone. */
    boolean isUnread() {
        return out().checkError();
    }

    PrintWriter err() {
        return err == null ? command().getErr() : err;
    }

    /** That of standard output. */
    Style style() {
        return Style.of(Terminal.Stream.OUT, System.getenv());
    }

    /** That of standard error. */
    Style errorStyle() {
        return Style.of(Terminal.Stream.ERR, System.getenv());
    }

    /** Says on standard error that something still goes on. */
    Progress progress(String doing) {
        return new Progress(
                doing,
                err(),
                Terminal.isAt(Terminal.Stream.ERR, System.getenv()),
                System::nanoTime);
    }

    /** Says what came of it, to scripts. */
    void tell(JsonObject.Builder object) {
        out().println(object.build());
    }

    /** The command line that this is part of. */
    CommandLine command() {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        return spec.commandLine();
    }

    /** Wrong usage of the command. */
    ParameterException wrong(String message) {
        return new ParameterException(command(), message);
    }
}
