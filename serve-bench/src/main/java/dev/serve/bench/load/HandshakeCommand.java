package dev.serve.bench.load;

import dev.serve.testing.DevCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The server's CPU time of a connection with a full handshake of TLS 1.3 and one request, without
 * that of the JVM's compiler.
 */
@Command(
        name = "handshake",
        description = "Measures the server's CPU time of a full TLS 1.3 handshake.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class HandshakeCommand implements Callable<Integer> {

    private static final int AT_A_TIME = 8;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--sides", split = ",", description = "Whose: ${COMPLETION-CANDIDATES}.")
    private List<Side> sides = List.of(Side.values());

    @Option(names = "--rounds", description = "Rounds, each with all sides.")
    private int rounds = 7;

    @Option(names = "--handshakes", description = "Handshakes of one side in one round.")
    private int handshakes = 1_600;

    @Option(names = "--warm", description = "Handshakes with each side before the rounds.")
    private int warm = 20_000;

    @Option(names = "--jvm", split = " ", description = "Flags of the servers' JVMs.")
    private List<String> jvm = ServerFlags.DEFAULT;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<Side, ServerProcess> servers = new EnumMap<>(Side.class);
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            DevCertificates certificates = DevCertificates.createIn(scratch.path());
            Processors processors = Processors.apart();
            out.printf(
                    "Java %s; %s; %d handshakes a round%n",
                    Runtime.version(), processors, handshakes);
            try {
                for (Side side : sides) {
                    servers.put(
                            side,
                            ServerProcess.start(side, processors, jvm, certificates.directory()));
                }
                print(out, measure(servers, certificates));
            } finally {
                for (ServerProcess server : servers.values()) {
                    server.close();
                }
            }
        }
        return 0;
    }

    private Map<Side, List<Double>> measure(
            Map<Side, ServerProcess> servers, DevCertificates certificates)
            throws IOException, InterruptedException {
        Map<Side, List<Double>> micros = new EnumMap<>(Side.class);
        for (Map.Entry<Side, ServerProcess> server : servers.entrySet()) {
            micros.put(server.getKey(), new ArrayList<>());
            shake(server.getValue(), certificates, warm);
        }
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<Side, ServerProcess> server : servers.entrySet()) {
                Duration before = server.getValue().cpuWithoutCompiler();
                shake(server.getValue(), certificates, handshakes);
                double nanos = server.getValue().cpuWithoutCompiler().minus(before).toNanos();
                micros.getOrDefault(server.getKey(), new ArrayList<>())
                        .add(nanos / 1e3 / handshakes);
            }
        }
        return micros;
    }

    private static void shake(ServerProcess server, DevCertificates certificates, int count)
            throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> clients =
                    Collections.nCopies(
                            AT_A_TIME,
                            () -> {
                                shakeInTurn(server, certificates.trusting(), count / AT_A_TIME);
                                return null;
                            });
            for (Future<Void> client : threads.invokeAll(clients)) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("no handshake", e);
        }
    }

    /** Each session is invalidated, so that none is resumed. */
    private static void shakeInTurn(ServerProcess server, SSLContext client, int count)
            throws IOException {
        byte[] request = Row.HELLO.request();
        for (int i = 0; i < count; i++) {
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
            plain.setTcpNoDelay(true);
            try (SSLSocket socket =
                    (SSLSocket)
                            client.getSocketFactory()
                                    .createSocket(plain, "localhost", server.port(), true)) {
                socket.startHandshake();
                socket.getOutputStream().write(request);
                new Answers(socket.getInputStream()).read(1);
                socket.getSession().invalidate();
            }
        }
    }

    private void print(PrintWriter out, Map<Side, List<Double>> micros) {
        List<Double> raw = micros.getOrDefault(Side.RAW, List.of());
        micros.forEach(
                (side, rounds) -> {
                    List<Double> ratios = new ArrayList<>();
                    for (int i = 0; i < Math.min(raw.size(), rounds.size()); i++) {
                        ratios.add(rounds.get(i) / raw.get(i));
                    }
                    out.printf(
                            Locale.ROOT,
                            "  %-8s %8.1f us CPU (%.1f to %.1f)%s%n",
                            side.label(),
                            Medians.of(rounds, Double::doubleValue),
                            Collections.min(rounds),
                            Collections.max(rounds),
                            ratios.isEmpty()
                                    ? ""
                                    : String.format(
                                            Locale.ROOT,
                                            ", %.3f of helidon (%.3f to %.3f)",
                                            Medians.of(ratios, Double::doubleValue),
                                            Collections.min(ratios),
                                            Collections.max(ratios)));
                });
        out.flush();
    }
}
