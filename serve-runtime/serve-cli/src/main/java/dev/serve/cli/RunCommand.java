package dev.serve.cli;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.ShutdownReport;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.config.ShutdownOptions;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.observe.HealthCheck.Probe;
import dev.serve.api.observe.HealthView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code serve run}: starts the server of a file, says what listens where, and stops on a signal.
 */
@Command(
        name = "run",
        description = "Starts a server; Ctrl-C stops it, a second Ctrl-C cuts what is in flight.",
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {
            "0:it ran until a signal or an operator stopped it",
            "1:it could not start, such as when a port is taken",
            "2:wrong usage, or a configuration that cannot be used",
            "130, 143:a signal came while it started, and it did not come to an end of that"
        })
final class RunCommand implements Callable<Integer> {

    @Mixin private Console console = new Console();

    @Mixin private Launch launch = new Launch();

    /** How {@code start} runs it. */
    @Option(names = "--alone", hidden = true)
    private boolean alone;

    /** Constructed by picocli. */
    RunCommand() {}

    /** Without picocli. */
    RunCommand(Console console, Launch launch, boolean alone) {
        this.console = console;
        this.launch = launch;
        this.alone = alone;
    }

    /** What it was given. */
    Launch launch() {
        return launch;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = console.out();
        PrintWriter err = console.err();
        Style style = console.style();
        long begun = System.nanoTime();
        if (Boolean.getBoolean(Trained.PROPERTY)) {
            Trained.endWithCommand();
        }
        Logging.configure(launch.profile());
        HelidonServices.name();
        Reconfiguration changes =
                new Reconfiguration(launch.config(), new ChangeReport(out, style, console.json()));
        try (changes;
                RunFiles files = RunFiles.here()) {
            if (alone) {
                // What looks after the size of the file that start sends all this to.
                System.setProperty("dev.serve.log", files.log().toString());
            }
            if (launch.watch()) {
                changes.watch();
            }
            Server server =
                    Server.builder().config(launch.config()).resume(launch.resume()).build();
            StopSignals signals = StopSignals.install(server::stopNow);
            ServiceManager manager =
                    ServiceManager.of(System.getenv(), ProcessHandle.current().pid());
            signals.onHangUp(() -> reload(changes, signals, server, manager));
            try (StopSignals.Beginning _ = signals.begins(stop -> giveUp(stop, files))) {
                if (!files.take() && alone) {
                    err.println("Another server runs in this directory.");
                    return CommandLine.ExitCode.SOFTWARE;
                }
                server.start();
            }
            // An operator may stop it by the admin API.
            server.onEvent(Set.of(ServerEvent.StateChanged.class), event -> signals.stop());
            Telling telling =
                    new Telling(server, files, launch.chosen().toString(), launch.again());
            changes.of(server, telling::tell);
            server.onEvent(
                    Set.of(ServerEvent.ChangeEnded.class, ServerEvent.StateChanged.class),
                    event -> telling.tell());
            telling.tell();
            started(server, style, begun, !alone && !manager.isThere());
            manager.ready(status(server));
            ShutdownOptions how;
            try (ServiceManager.Watchdog _ = manager.watch(() -> isLive(server))) {
                how = how(signals.await(), launch.isDevelopment());
            }
            manager.stopping();
            changes.close();
            waiting(server, how).ifPresent(err::println);
            ShutdownReport report = server.gracefulShutdown(how);
            (console.json() ? err : out).println(text(report));
            return CommandLine.ExitCode.OK;
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
    private static void reload(
            Reconfiguration changes, StopSignals signals, Server server, ServiceManager manager) {
        manager.reloading();
        changes.take("SIGHUP");
        manager.ready(status(server));
        if (changes.isUnheard()) {
            signals.stop();
        }
    }

    /** Nothing is in flight that could be lost; whoever starts it next cleans up what is left. */
    private void giveUp(StopSignals.Stop stop, RunFiles files) {
        console.err().println("Given up: it had not started.");
        console.err().flush();
        files.close();
        Runtime.getRuntime().halt(stop.exitCode());
    }

    /** As {@code systemctl status} shows it. */
    private static String status(Server server) {
        return "Serves "
                + Words.counted(server.listeners().size(), "listener")
                + ", configuration version "
                + server.version();
    }

    /** Without serve-observe nobody judges, and it lives. */
    private static boolean isLive(Server server) {
        return server.view(HealthView.class)
                .map(health -> health.report(Probe.LIVENESS).live())
                .orElse(true);
    }

    private void started(Server server, Style style, long begun, boolean attended) {
        PrintWriter out = console.out();
        List<Endpoint> endpoints = server.listeners().stream().map(Endpoint::new).toList();
        if (console.json()) {
            out.println(ListenerJson.of(ProcessHandle.current().pid(), endpoints));
        } else {
            out.println(
                    style.bold("Serve " + Main.Version.text())
                            + style.dim(
                                    "  "
                                            + launch.chosen()
                                            + ", ready in "
                                            + Words.seconds(
                                                    Duration.ofNanos(System.nanoTime() - begun))));
            out.println();
            out.print(new ListenerTable(style, Terminal.size().columns()).print(endpoints));
            out.println();
            dashboard(server, endpoints)
                    .ifPresent(page -> out.println("Dashboard: " + style.good(page)));
            hint(launch.watch(), attended).ifPresent(hint -> out.println(style.dim(hint)));
        }
        out.flush();
    }

    /** Who reads it in a log or a journal has no key to press. */
    static Optional<String> hint(boolean watches, boolean attended) {
        String taken = watches ? "Changes of its files are taken" : "";
        String stops = attended ? "Ctrl-C stops it" : "";
        String hint = taken + (watches && attended ? "; " : "") + stops;
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint + ".");
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
