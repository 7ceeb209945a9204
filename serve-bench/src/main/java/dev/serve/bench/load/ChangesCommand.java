package dev.serve.bench.load;

import dev.serve.api.Server;
import dev.serve.api.change.ChangeResult;
import io.helidon.webserver.WebServer;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What clients notice of a configuration that changes under load: ours is changed while it runs,
 * every other time by a key that needs the listener anew; raw Helidon is stopped and started anew
 * on its port, since it knows no other way. Both in this process, one after the other, with the
 * same clients, who count for themselves. Nothing is timed.
 */
@Command(
        name = "changes",
        description = "Counts failed connects and requests while a configuration changes.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ChangesCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--changes", description = "Changes of each side.")
    private int changes = 100;

    @Option(
            names = "--connections",
            description = "Clients that keep a connection, and as many that connect each time.")
    private int connections = 8;

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "Java %s; %d changes, %d clients on kept connections and %d that connect each"
                        + " time%n",
                Runtime.version(), changes, connections, connections);
        out.printf(
                "  %-12s %10s %10s %10s %10s %10s%n",
                "", "changes", "connects", "failed", "requests", "failed");
        ours(out);
        raw(out);
        out.flush();
        return 0;
    }

    private void ours(PrintWriter out) throws InterruptedException {
        try (Server server =
                Server.builder()
                        .listener(
                                "web",
                                web -> web.port(0).routing(r -> r.get("/hello", Handlers.HELLO)))
                        .build()
                        .start()) {
            measure(out, "serve", server.port("web"), round -> change(server, round));
        }
    }

    private static void change(Server server, int round) {
        ChangeResult result =
                server.updateConfig(
                        config ->
                                config.listener(
                                        "web",
                                        web -> {
                                            if (round % 2 == 0) {
                                                web.pool(p -> p.maxConnections(2_000 + round));
                                            } else {
                                                web.http(h -> h.maxHeaderCount(100 + round));
                                            }
                                        }));
        if (!result.isInForce()) {
            throw new IllegalStateException(result.message());
        }
    }

    private void raw(PrintWriter out) throws InterruptedException {
        WebServer[] running = {start(0)};
        int port = running[0].port();
        try {
            measure(
                    out,
                    "helidon",
                    port,
                    round -> {
                        running[0].stop();
                        running[0] = start(port);
                    });
        } finally {
            running[0].stop();
        }
    }

    private static WebServer start(int port) {
        return WebServer.builder()
                .host("127.0.0.1")
                .port(port)
                .shutdownHook(false)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routes -> routes.get("/hello", Handlers.HELLO))
                .build()
                .start();
    }

    private void measure(PrintWriter out, String label, int port, IntConsumer change)
            throws InterruptedException {
        try (ChangeLoad load = new ChangeLoad(port, connections)) {
            load.awaitAnswers();
            for (int round = 0; round < changes; round++) {
                change.accept(round);
                load.awaitAnswers();
            }
            out.printf(
                    "  %-12s %10d %10d %10d %10d %10d%n",
                    label,
                    changes,
                    load.connects(),
                    load.failedConnects(),
                    load.requests(),
                    load.failedRequests());
        }
    }
}
