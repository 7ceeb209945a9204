package dev.serve.cli;

import io.helidon.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve stop}: ends the server of this directory. */
@Command(
        name = "stop",
        description =
                "Stops the server of this directory: it lets what is in flight finish, and is killed after the deadline. One that is stopping already is waited for.",
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {
            "0:it has stopped, or none runs here",
            "1:it had to be killed, or belongs to another user",
            "2:wrong usage"
        })
final class StopCommand implements Callable<Integer> {

    @Mixin private Console console = new Console();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description =
                    "How long it may take before it is killed; without this, its shutdown.timeout and 10 s.")
    private @Nullable Duration timeout;

    /** Constructed by picocli. */
    StopCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunFiles files = RunFiles.here();
        Optional<ProcessHandle> holder = files.holder();
        if (holder.isEmpty()) {
            if (console.json()) {
                console.tell(JsonObject.builder().set("outcome", "none"));
            } else {
                console.out().println(Running.NONE);
            }
            return CommandLine.ExitCode.OK;
        }
        Ending ending = new Ending(files, holder.get());
        Ending.Ended ended =
                timeout == null ? ending.usual(console) : ending.within(timeout, console);
        if (console.json()) {
            console.tell(ended.json());
        } else if (ended.isWell()) {
            console.out().println(ended.text());
        } else {
            console.err().println(console.errorStyle().bad(ended.text()));
        }
        return ended.isWell() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
