package dev.serve.bench;

import dev.serve.api.Server;
import dev.serve.api.spi.WorkObserver;
import dev.serve.http.HttpFeature;
import dev.serve.observe.ObserveExtension;
import io.helidon.webserver.http.RoutingResponse;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to count a request, and a call, for metrics: no lock, and not a byte. (What is told
 * below a byte or a few is of the compiler, the log and the end of the server: no object is so
 * small.) Run: {@code java -jar serve-bench.jar Meters -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class MetersBenchmark {

    private static final String PATTERN = "/users/{id}";

    private Server server;
    private WorkObserver observer;
    private CapturedRequest captured;
    private long nanos = 100_000;

    /** Starts a server that knows the pattern, and captures a request to it. */
    @Setup
    public void setUp() {
        ObserveExtension extension = new ObserveExtension();
        server =
                Server.builder()
                        .extension(extension)
                        // Its look once a second is no part of a request, and is seen in -prof gc.
                        .set("observe.metrics.history", "false")
                        .listener(
                                "web",
                                web ->
                                        web.port(0)
                                                .routing(
                                                        routes -> routes.respond(PATTERN, 204, "")))
                        .build()
                        .start();
        observer = extension.observer("web").orElseThrow();
        captured =
                new CapturedRequest(
                        "/users/4711",
                        (helidon, handler) ->
                                helidon.addFeature(
                                        HttpFeature.create(
                                                routes -> routes.get(PATTERN, handler))));
    }

    /** Stops both. */
    @TearDown
    public void tearDown() {
        captured.close();
        server.stop();
    }

    /** A request of HTTP. */
    @Benchmark
    public RoutingResponse request() {
        return captured.end(observer, nanos++);
    }

    /** A call of gRPC. */
    @Benchmark
    public long call() {
        observer.callEnded(
                "conn_00000000002a", "greet.Greeter/SayHello", "OK", false, nanos++, null);
        return nanos;
    }
}
