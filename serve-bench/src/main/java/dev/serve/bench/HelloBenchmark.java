package dev.serve.bench;

import dev.serve.http.HttpEngines;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of one small request in an HTTP/1.1 engine, without a network: parsing its head, routing it,
 * and writing {@code hello}. Ours beside Helidon's. Run: {@code java -jar serve-bench.jar Hello
 * -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HelloBenchmark {

    private static final int BATCH = 500;

    private static final String FIELDS =
            """
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r
            Accept-Language: en-US,en;q=0.5\r
            Accept-Encoding: gzip, deflate, br, zstd\r
            Cookie: session=0123456789abcdef0123456789abcdef\r
            """;

    /** A head as load drivers send it, and one as browsers do. */
    @Param({"short", "browser"})
    String head;

    private final ServerConnectionSelector ours = HttpEngines.http1();
    private final ServerConnectionSelector helidon =
            Http1ConnectionSelector.builder().config(Http1Config.create()).build();
    private final Limit limit = FixedLimit.create();
    private CapturedRequest captured;
    private byte[] requests;

    /** Makes the requests, and a server whose routing answers them. */
    @Setup
    public void setUp() {
        String request =
                "GET /hello HTTP/1.1\r\nHost: localhost:8080\r\n"
                        + (head.equals("browser") ? FIELDS : "")
                        + "\r\n";
        requests = request.repeat(BATCH).getBytes(StandardCharsets.US_ASCII);
        captured =
                new CapturedRequest(
                        "/captured",
                        (server, handler) ->
                                server.routing(
                                        routes ->
                                                routes.get("/captured", handler)
                                                        .get(
                                                                "/hello",
                                                                (req, res) -> res.send("hello"))));
    }

    /** Stops the server. */
    @TearDown
    public void tearDown() {
        captured.close();
    }

    /** Our engine, on a wire. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long ours() throws InterruptedException {
        MemoryConnection connection = new MemoryConnection(captured.connection(), requests);
        ours.connection(connection).handle(limit);
        return connection.written();
    }

    /** Helidon's engine, on its reader and writer. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long helidon() throws InterruptedException {
        MemoryConnection connection = new MemoryConnection(captured.connection(), requests);
        try {
            helidon.connection(connection).handle(limit);
        } catch (RuntimeException e) {
            // Helidon wraps it, and answers it.
        }
        return connection.written();
    }
}
