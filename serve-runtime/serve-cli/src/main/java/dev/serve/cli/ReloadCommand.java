package dev.serve.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve reload}: has a running server take its configuration anew, by SIGHUP. */
@Command(
        name = "reload",
        description =
                "Has the server of this directory take its configuration anew; it says itself what came of it.")
final class ReloadCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "The process, else the one that run/serve.pid names.")
    private @Nullable Long pid;

    /** Constructed by picocli. */
    ReloadCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        PidFile file = PidFile.ofProcess();
        Optional<Long> asked = pid == null ? file.read() : Optional.of(pid);
        if (asked.isEmpty()) {
            err.println("No server runs in this directory: there is no " + file + ".");
            return 1;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(asked.get());
        if (process.isEmpty() || !isServe(process.get())) {
            err.println(
                    "Process "
                            + asked.get()
                            + (process.isEmpty() ? " is gone." : " is none of serve run."));
            return 1;
        }
        int code =
                new ProcessBuilder("kill", "-HUP", asked.get().toString())
                        .inheritIO()
                        .start()
                        .waitFor();
        if (code == 0) {
            out.println("Process " + asked.get() + " takes its configuration anew.");
        }
        return code == 0 ? 0 : 1;
    }

    /**
     * SIGHUP ends most other processes; where nothing can be told of one, its number is trusted.
     */
    private static boolean isServe(ProcessHandle process) {
        return words(process).map(line -> line.contains(Main.class.getName())).orElse(true);
    }

    /** Linux tells the JVM only the first 4 KiB of a command, which a class path fills. */
    private static Optional<String> words(ProcessHandle process) {
        try {
            return Optional.of(
                    Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline")));
        } catch (IOException e) {
            return process.info().commandLine();
        }
    }
}
