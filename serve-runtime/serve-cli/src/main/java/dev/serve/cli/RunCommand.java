package dev.serve.cli;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.ShutdownReport;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.config.ShutdownOptions;
import dev.serve.api.event.ServerEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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

    @Mixin private Manner manner = new Manner();

    /** How {@code start} runs it. */
    @Option(names = "--alone", hidden = true)
    private boolean alone;

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
                RunFiles files = RunFiles.here()) {
            if (manner.watch()) {
                changes.watch();
            }
            Server server = Server.builder().config(input.config()).resume(manner.resume()).build();
            StopSignals signals = StopSignals.install(server::stopNow);
            signals.onHangUp(() -> reload(changes, signals));
            if (!files.take() && alone) {
                err.println("Another server runs in this directory.");
                return CommandLine.ExitCode.SOFTWARE;
            }
            server.start();
            // An operator may stop it by the admin API.
            server.onEvent(Set.of(ServerEvent.StateChanged.class), event -> signals.stop());
            Consumer<RunState.Reloads> tell = telling(server, files);
            changes.of(server, tell);
            tell.accept(RunState.Reloads.NONE);
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

    /** Keeps what other commands read of this process. */
    private Consumer<RunState.Reloads> telling(Server server, RunFiles files) {
        Instant since = Instant.now();
        String file = input.chosen().toString();
        List<String> arguments = new ArrayList<>(input.arguments());
        arguments.addAll(manner.arguments());
        return reloads -> files.state(RunState.of(server, since, file, arguments, reloads));
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
                                            + Words.seconds(
                                                    Duration.ofNanos(System.nanoTime() - begun))));
            out.println();
            out.print(new ListenerTable(style).print(endpoints));
            out.println();
            dashboard(server, endpoints)
                    .ifPresent(page -> out.println("Dashboard: " + style.good(page)));
            out.println(
                    style.dim(
                            manner.watch()
                                    ? "Changes of its files are taken; Ctrl-C stops it."
                                    : "Ctrl-C stops it."));
        }
        out.flush();
    }

    /** Where a browser finds the dashboard; on a Unix socket, it finds none. */
    private static Optional<String> dashboard(Server server, List<Endpoint> endpoints) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.name().equals(server.config().admin().listener()))
                .filter(endpoint -> !endpoint.view().config().isUnix())
                .map(endpoint -> endpoint.url() + "/")
                .findFirst();
    }

    /** Why it may take a while; empty when nothing is in flight and no drain delay is set. */
    private static Optional<String> waiting(Server server, ShutdownOptions how) {
        int inFlight = server.listeners().stream().mapToInt(ListenerView::requestsInFlight).sum();
        ShutdownConfig shutdown = how.over(server.config().shutdown());
        return inFlight == 0 && shutdown.drainDelay().isZero()
                ? Optional.empty()
                : Optional.of(
                        "Stopping, "
                                + Words.counted(inFlight, "request")
                                + " in flight: at most "
                                + Words.seconds(shutdown.timeout())
                                + "; a second signal cuts what is left.");
    }

    /**
     * Such as {@code Stopped in 1.20 s, 1 request in flight; 2 connections cut (1 grpc, 1
     * http/1.1).}; below it what failed or was not done in time.
     */
    static String text(ShutdownReport report) {
        StringBuilder text = new StringBuilder("Stopped in ").append(Words.seconds(report.took()));
        if (report.inFlightAtStart() > 0) {
            text.append(", ")
                    .append(Words.counted(report.inFlightAtStart(), "request"))
                    .append(" in flight");
        }
        text.append("; ").append(Words.counted(report.cut(), "connection")).append(" cut");
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
}
