package dev.serve.bench.load;

import com.sun.net.httpserver.HttpServer;
import dev.serve.testing.DevCertificates;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What it costs our server to tell of its work. */
@Command(
        name = "watch",
        description = "Measures what metrics, access log and traces cost per request.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class WatchCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--connections", description = "Connections at a time.")
    private int connections = 64;

    @Option(names = "--client", description = "Who sends: ${COMPLETION-CANDIDATES}.")
    private ClientKind client = ClientKind.AUTO;

    @Option(
            names = "--sides",
            split = ",",
            description = "Beside OFF: any of METRICS, ACCESS_LOG, TRACES.")
    private List<Watched> sides = List.of(Watched.values());

    @Mixin private Contest contest = new Contest();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        HttpServer receiver = receiver();
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            out.println(contest.prepare());
            Set<Watched> all = EnumSet.copyOf(sides);
            all.add(Watched.OFF);
            LoadClient sender =
                    client.with(
                            connections, scratch.path(), DevCertificates.createIn(scratch.path()));
            print(
                    out,
                    contest.measure(
                            Watched.class,
                            all,
                            new Requests(
                                    sender,
                                    URI.create(
                                            "http://127.0.0.1:%d/v1/traces"
                                                    .formatted(receiver.getAddress().getPort())))));
        } finally {
            receiver.stop(0);
        }
        return 0;
    }

    /** Takes spans, and says that all is well. */
    private static HttpServer receiver() throws IOException {
        HttpServer receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        receiver.start();
        return receiver;
    }

    /** Requests of a client, which connects anew in each round. */
    private record Requests(LoadClient client, URI spans) implements Contest.Sides<Watched> {

        @Override
        public ServerProcess start(Watched side, Processors processors, List<String> jvm)
                throws IOException {
            return ServerProcess.startWatched(side, spans, processors, jvm);
        }

        @Override
        public Contest.Load open(Watched side, int port) {
            return new Contest.Load() {
                @Override
                public Sample run(Duration time) throws IOException {
                    try {
                        return client.run(port, Row.HELLO, time);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new InterruptedIOException("interrupted while requests are sent");
                    }
                }

                @Override
                public void close() {
                    // It has no connections between rounds.
                }
            };
        }
    }

    private static void print(PrintWriter out, Map<Watched, List<Comparison.Measured>> measured) {
        out.printf(
                Locale.ROOT,
                "  %-10s %12s %14s %10s %10s  %s%n",
                "",
                "requests/s",
                "CPU us/request",
                "p50 us",
                "p99 us",
                "beside off: requests/s, CPU");
        List<Comparison.Measured> off = Objects.requireNonNull(measured.get(Watched.OFF));
        measured.forEach(
                (side, all) ->
                        out.printf(
                                Locale.ROOT,
                                "  %-10s %12.0f %14.2f %10.0f %10.0f  %s, %s%n",
                                side.label(),
                                Medians.of(all, it -> it.sample().requestsPerSecond()),
                                Medians.of(all, Comparison.Measured::cpuMicrosPerRequest),
                                Medians.of(all, it -> it.sample().p50Micros()),
                                Medians.of(all, it -> it.sample().p99Micros()),
                                Contest.ratio(all, off, it -> it.sample().requestsPerSecond()),
                                Contest.ratio(all, off, Comparison.Measured::cpuMicrosPerRequest)));
        out.flush();
    }
}
