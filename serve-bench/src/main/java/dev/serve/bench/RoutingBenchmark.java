package dev.serve.bench;

import dev.serve.http.HttpFeature;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingResponse;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A request through a table of 40 routes: recorded with our DSL and compiled by {@link
 * HttpFeature}, and written down for Helidon itself. Both tables are in force on a plain Helidon
 * server and route a real request of it; its handler does nothing, so matching, filters' chain and
 * commit are what is measured. Our server's count of requests around it is not here but in the load
 * driver, since it needs our connections. Run: {@code java -jar serve-bench.jar Routing -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoutingBenchmark {

    private static final int ROUTES = 40;

    /** The first route, and the last one, which has two parameters. */
    @Param({"/first", "/users/42/orders/7"})
    String path;

    private CapturedRequest serve;
    private CapturedRequest helidon;

    /** Starts both servers and captures a request in each. */
    @Setup
    public void setUp() {
        serve = new CapturedRequest(path, RoutingBenchmark::throughServe);
        helidon = new CapturedRequest(path, RoutingBenchmark::throughHelidon);
    }

    /** Stops them. */
    @TearDown
    public void tearDown() {
        serve.close();
        helidon.close();
    }

    /** Our DSL. */
    @Benchmark
    public RoutingResponse serve() {
        return serve.route();
    }

    /** Helidon's own. */
    @Benchmark
    public RoutingResponse helidon() {
        return helidon.route();
    }

    private static void throughServe(WebServerConfig.Builder server, Handler handler) {
        server.addFeature(
                HttpFeature.create(
                        routes -> {
                            routes.get("/first", handler);
                            for (int i = 2; i < ROUTES; i++) {
                                routes.get("/other/" + i + "/{id}", handler);
                            }
                            routes.get("/users/{user}/orders/{order}", handler);
                        }));
    }

    private static void throughHelidon(WebServerConfig.Builder server, Handler handler) {
        HttpRouting.Builder routes = HttpRouting.builder();
        routes.get("/first", handler);
        for (int i = 2; i < ROUTES; i++) {
            routes.get("/other/" + i + "/{id}", handler);
        }
        routes.get("/users/{user}/orders/{order}", handler);
        server.routing(routes);
    }
}
