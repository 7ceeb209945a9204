package dev.serve.bench.load;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.change.ListenerChange;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.routing.Routes;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How long a change of 200 keys takes, on a server in this process with ten listeners of five
 * routes each: to plan it, and to put it in force.
 */
@Command(
        name = "apply",
        description = "Measures the time to plan and to apply a change of 200 keys with 50 routes.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ApplyCommand implements Callable<Integer> {

    private static final int LISTENERS = 10;
    private static final int ROUTES = 5;
    private static final int KEYS = 200;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--changes", description = "Measured changes.")
    private int changes = 200;

    @Option(names = "--warm", description = "Changes before those.")
    private int warm = 100;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        ServerBuilder builder = Server.builder();
        for (int i = 0; i < LISTENERS; i++) {
            builder.listener(name(i), listener -> listener.port(0).routing(ApplyCommand::routes));
        }
        List<Double> planned = new ArrayList<>();
        List<Double> applied = new ArrayList<>();
        try (Server server = builder.build().start()) {
            for (int round = 0; round < warm + changes; round++) {
                ServerConfig next = next(server.config(), round);
                long begin = System.nanoTime();
                ChangePlan plan = server.plan(next);
                long middle = System.nanoTime();
                ChangeResult result = server.apply(plan);
                long end = System.nanoTime();
                check(plan, result);
                if (round >= warm) {
                    planned.add((middle - begin) / 1e6);
                    applied.add((end - middle) / 1e6);
                }
            }
        }
        out.printf(
                "Java %s; %d changes of %d keys, %d routes%n",
                Runtime.version(), changes, KEYS, LISTENERS * ROUTES);
        out.printf("  %-12s %10s %10s %10s%n", "", "p50 ms", "p99 ms", "max ms");
        print(out, "plan", planned);
        print(out, "apply", applied);
        out.flush();
        return 0;
    }

    private static String name(int listener) {
        return "l" + listener;
    }

    private static void routes(Routes routes) {
        for (int i = 0; i < ROUTES; i++) {
            routes.get("/route" + i + "/{name}", (_, response) -> response.send("hello"));
        }
    }

    private static ServerConfig next(ServerConfig present, int round) {
        ServerConfig.Builder config = present.toBuilder();
        for (int i = 0; i < LISTENERS; i++) {
            config.listener(name(i), listener -> twentyKeys(listener, round % 2));
        }
        return config.build();
    }

    private static void twentyKeys(ListenerConfig.Builder listener, int odd) {
        Duration time = Duration.ofSeconds(20 + odd);
        listener.pool(
                        pool ->
                                pool.maxConnections(2_000 + odd)
                                        .connectionTimeout(time)
                                        .handshakeTimeout(time)
                                        .headersTimeout(time)
                                        .requestTimeout(time)
                                        .bodyTimeout(time)
                                        .writeTimeout(time)
                                        .keepAliveTimeout(time)
                                        .maxRequests(1_000 + odd)
                                        .waitTimeout(time))
                .http(
                        http ->
                                http.maxRequestLine(9_000 + odd)
                                        .maxHeaderSize(20_000 + odd)
                                        .maxHeaderCount(70 + odd)
                                        .maxBodySize(1_000_000 + odd))
                .http2(
                        http2 ->
                                http2.maxConcurrentStreams(100 + odd)
                                        .maxHeaderListSize(9_000 + odd)
                                        .initialWindowSize(70_000 + odd))
                .drainTimeout(time)
                .trace(odd == 0)
                .ext(Map.of("round" + odd, "1"));
    }

    private static void check(ChangePlan plan, ChangeResult result) {
        int keys = plan.listeners().stream().map(ListenerChange::keys).mapToInt(List::size).sum();
        if (keys != KEYS || !result.isInForce()) {
            throw new IllegalStateException(
                    keys + " keys, " + result.message() + " (expected: " + KEYS + ", in force)");
        }
    }

    private static void print(PrintWriter out, String what, List<Double> millis) {
        millis.sort(null);
        out.printf(
                Locale.ROOT,
                "  %-12s %10.2f %10.2f %10.2f%n",
                what,
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                millis.getLast());
    }
}
