package dev.serve.bench.load;

import dev.serve.api.Server;
import dev.serve.api.config.Http2Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * From the call that changes a listener to the first answer of what it has become, on a server in
 * this process and over a connection of its own for each change.
 */
@Command(
        name = "swap",
        description = "Measures the time from a change of a listener to its first new answer.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class SwapCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--swaps", description = "Measured changes of each kind.")
    private int swaps = 200;

    @Option(names = "--warm", description = "Changes of each kind before those.")
    private int warm = 100;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Server server =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        listener.port(0)
                                                .routing(
                                                        routes ->
                                                                routes.get(
                                                                        "/hello",
                                                                        (req, res) ->
                                                                                res.send("0"))))
                        .build()
                        .start()) {
            out.printf("Java %s; %d swaps of each kind%n", Runtime.version(), swaps);
            out.printf("  %-12s %10s %10s %10s%n", "", "p50 ms", "p99 ms", "max ms");
            measure(out, "routes", server, round -> routes(server, round));
            measure(out, "generation", server, round -> generation(server, round));
        }
        out.flush();
        return 0;
    }

    private static void routes(Server server, int round) {
        server.routing(
                "web",
                routes -> routes.get("/hello", (req, res) -> res.send(String.valueOf(round))));
    }

    /** Another value of a key that needs the listener anew; the routes are compiled anew too. */
    private static void generation(Server server, int round) {
        server.reconfigure(
                "web",
                listener ->
                        listener.http2(
                                Http2Config.builder()
                                        .maxConcurrentStreams(100 + round % 2)
                                        .build()));
    }

    private void measure(PrintWriter out, String kind, Server server, IntConsumer change)
            throws IOException {
        List<Double> millis = new ArrayList<>();
        for (int round = 0; round < warm + swaps; round++) {
            long begin = System.nanoTime();
            change.accept(round);
            ask(server.port("web"));
            if (round >= warm) {
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        }
        millis.sort(null);
        out.printf(
                Locale.ROOT,
                "  %-12s %10.2f %10.2f %10.2f%n",
                kind,
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                millis.getLast());
    }

    private static void ask(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(Row.HELLO.request());
            new Answers(socket.getInputStream()).read(1);
        }
    }
}
