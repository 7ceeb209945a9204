package dev.serve.cli;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.ShutdownReport;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.config.ShutdownOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code serve run}: starts the server of a file, says what listens where, and stops on a signal.
 */
@Command(
        name = "run",
        description = "Starts a server; Ctrl-C stops it, a second Ctrl-C cuts what is in flight.")
final class RunCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Mixin private Input input = new Input();

    @Option(names = "--json", description = "Says what listens where as one line of JSON.")
    private boolean json;

    @Option(
            names = "--watch",
            description =
                    "Takes the configuration anew when its files change, and says what came of it.")
    private boolean watch;

    @Option(
            names = "--resume",
            description = "Begins with the last version in force that history.path keeps, if any.")
    private boolean resume;

    /** Constructed by picocli. */
    RunCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Style style = Style.of(System.getenv());
        long begun = System.nanoTime();
        Logging.configure(input.profile());
        Reconfiguration changes =
                new Reconfiguration(input.config(), new ChangeReport(out, style, json));
        try (changes;
                PidFile pid = PidFile.ofProcess()) {
            if (watch) {
                changes.watch();
            }
            Server server = Server.builder().config(input.config()).resume(resume).build();
            StopSignals signals = StopSignals.install(server::stopNow);
            server.start();
            changes.of(server);
            pid.write();
            signals.onHangUp(() -> reload(changes, signals));
            started(server, out, style, begun);
            ShutdownOptions how = how(signals.await(), input.isDevelopment());
            changes.close();
            waiting(server, how).ifPresent(err::println);
            ShutdownReport report = server.gracefulShutdown(how);
            (json ? err : out).println(text(report));
            return 0;
        }
    }

    /**
     * Who develops and presses Ctrl-C is no load balancer that must be given time: no drain delay,
     * not even one that is configured.
     */
    static ShutdownOptions how(StopSignals.Stop stop, boolean development) {
        return development && stop == StopSignals.Stop.CTRL_C
                ? ShutdownOptions.AS_CONFIGURED.drainDelay(Duration.ZERO)
                : ShutdownOptions.AS_CONFIGURED;
    }

    /** A terminal that is closed sends SIGHUP too, and nobody will press Ctrl-C then. */
    private static void reload(Reconfiguration changes, StopSignals signals) {
        changes.take("SIGHUP");
        if (changes.isUnheard()) {
            signals.stop();
        }
    }

    private void started(Server server, PrintWriter out, Style style, long begun) {
        List<Endpoint> endpoints = server.listeners().stream().map(Endpoint::new).toList();
        if (json) {
            out.println(ListenerJson.print(ProcessHandle.current().pid(), endpoints));
        } else {
            out.println(
                    style.bold("Serve " + Main.Version.text())
                            + style.dim(
                                    "  "
                                            + input.chosen()
                                            + ", ready in "
                                            + seconds(
                                                    Duration.ofNanos(System.nanoTime() - begun))));
            out.println();
            out.print(new ListenerTable(style).print(endpoints));
            out.println();
            out.println(
                    style.dim(
                            watch
                                    ? "Changes of its files are taken; Ctrl-C stops it."
                                    : "Ctrl-C stops it."));
        }
        out.flush();
    }

    /** Why it may take a while; empty when nothing is in flight and no drain delay is set. */
    private static Optional<String> waiting(Server server, ShutdownOptions how) {
        int inFlight = server.listeners().stream().mapToInt(ListenerView::requestsInFlight).sum();
        ShutdownConfig shutdown = how.over(server.config().shutdown());
        return inFlight == 0 && shutdown.drainDelay().isZero()
                ? Optional.empty()
                : Optional.of(
                        "Stopping, "
                                + counted(inFlight, "request")
                                + " in flight: at most "
                                + seconds(shutdown.timeout())
                                + "; a second signal cuts what is left.");
    }

    /**
     * Such as {@code Stopped in 1.20 s, 1 request in flight; 2 connections cut (1 grpc, 1
     * http/1.1).}; below it what failed or was not done in time.
     */
    static String text(ShutdownReport report) {
        StringBuilder text = new StringBuilder("Stopped in ").append(seconds(report.took()));
        if (report.inFlightAtStart() > 0) {
            text.append(", ")
                    .append(counted(report.inFlightAtStart(), "request"))
                    .append(" in flight");
        }
        text.append("; ").append(counted(report.cut(), "connection")).append(" cut");
        if (!report.cutByProtocol().isEmpty()) {
            text.append(
                    report.cutByProtocol().entrySet().stream()
                            .map(cut -> cut.getValue() + " " + cut.getKey())
                            .collect(Collectors.joining(", ", " (", ")")));
        }
        text.append('.');
        report.failures().forEach(failure -> text.append(System.lineSeparator()).append(failure));
        return text.toString();
    }

    private static String counted(int count, String what) {
        return switch (count) {
            case 0 -> "no " + what;
            case 1 -> "1 " + what;
            default -> count + " " + what + "s";
        };
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1_000.0);
    }
}
