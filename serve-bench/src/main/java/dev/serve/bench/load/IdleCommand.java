package dev.serve.bench.load;

import dev.serve.testing.DevCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an idle connection costs: objects that are left, and memory of the process. */
@Command(
        name = "idle",
        description = "Measures heap and memory for each idle connection, after one request.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class IdleCommand implements Callable<Integer> {

    private static final double KIB = 1024;
    private static final long SETTLED = 16 << 10;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--sides",
            split = ",",
            description = "Whose: ${COMPLETION-CANDIDATES}; all that speak it without one.")
    private List<Side> sides = List.of();

    @Option(names = "--connections", description = "Connections; see ulimit -n.")
    private int connections = 10_000;

    @Option(names = "--warm", description = "Seconds of load of each kind before those.")
    private int warm = 5;

    @Option(names = "--tls", description = "Over TLS.")
    private boolean tls;

    @Option(names = "--h2", description = "Over HTTP/2; warmed up by h2load, where it is there.")
    private boolean h2;

    @Option(names = "--jvm", split = " ", description = "Flags of the servers' JVMs.")
    private List<String> jvm = ServerFlags.DEFAULT;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "Java %s; %s; %d connections%s%s%n",
                Runtime.version(),
                String.join(" ", jvm),
                connections,
                h2 ? " of HTTP/2" : "",
                tls ? " over TLS" : "");
        out.printf("  %-8s %16s %16s%n", "", "heap KiB", "RSS KiB");
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            DevCertificates certificates = DevCertificates.createIn(scratch.path());
            for (Side side : sides.isEmpty() ? speaking() : sides) {
                measure(out, side, certificates, scratch.path());
            }
        }
        out.flush();
        return 0;
    }

    private List<Side> speaking() {
        return h2 ? H2Command.SPEAKING : List.of(Side.values());
    }

    private void measure(PrintWriter out, Side side, DevCertificates certificates, Path scratch)
            throws IOException, InterruptedException {
        SocketFactory sockets =
                tls ? certificates.trusting().getSocketFactory() : SocketFactory.getDefault();
        try (ServerProcess server =
                ServerProcess.start(
                        side, Processors.shared(), jvm, tls ? certificates.directory() : null)) {
            warmUp(server, certificates, scratch);
            comeAndGo(sockets, server.port());
            long before = settledBytes(server);
            long residentBefore = server.residentBytes().orElse(0);
            List<Socket> idle = open(sockets, server.port(), connections);
            double heap = settledBytes(server) - before;
            double resident = server.residentBytes().orElse(0) - residentBefore;
            closeAll(idle);
            out.printf(
                    Locale.ROOT,
                    "  %-8s %16.2f %16.2f%n",
                    side.label(),
                    heap / KIB / connections,
                    resident / KIB / connections);
            out.flush();
        }
    }

    /** What is compiled well keeps less on the stack of a parked thread. */
    private void warmUp(ServerProcess server, DevCertificates certificates, Path scratch)
            throws IOException, InterruptedException {
        Duration each = Duration.ofSeconds(warm);
        if (h2) {
            if (H2LoadClient.present()) {
                H2LoadClient client = new H2LoadClient(scratch);
                client.run(server.port(), tls ? H2Row.TLS4X10 : H2Row.C64X1, each);
            }
            return;
        }
        LoopClient client = new LoopClient(64, certificates);
        for (Row row : tls ? List.of(Row.HTTPS) : List.of(Row.HELLO, Row.CONNECTION)) {
            client.run(server.port(), row, each);
        }
    }

    /** What begins a connection is compiled after thousands of them, and not by requests. */
    private void comeAndGo(SocketFactory sockets, int port) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(warm).toNanos();
        do {
            closeAll(open(sockets, port, Math.min(connections, 3_000)));
        } while (System.nanoTime() < end);
    }

    /** Connections that were closed are gone when a collection finds nothing more. */
    private static long settledBytes(ServerProcess server)
            throws IOException, InterruptedException {
        long last = Long.MAX_VALUE;
        long now = server.liveBytes();
        while (now < last - SETTLED) {
            last = now;
            now = server.liveBytes();
        }
        return now;
    }

    private List<Socket> open(SocketFactory sockets, int port, int count) throws IOException {
        List<Socket> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            if (h2) {
                if (socket instanceof SSLSocket encrypted) {
                    SSLParameters parameters = encrypted.getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {"h2"});
                    encrypted.setSSLParameters(parameters);
                }
                H2Socket.get(socket, Row.HELLO.path());
            } else {
                socket.getOutputStream().write(Row.HELLO.request());
                new Answers(socket.getInputStream()).read(1);
            }
            opened.add(socket);
        }
        return opened;
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
