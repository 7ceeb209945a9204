package dev.serve.bench;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.Ids;
import dev.serve.pool.Admission;
import dev.serve.pool.ConnectionPool;
import dev.serve.pool.Lease;
import dev.serve.pool.PoolIdentity;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All that a pool is told of one short request on a kept connection; beside it three looks at the
 * clock, which are most of it. Run: {@code java -jar serve-bench.jar Tracking -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TrackingBenchmark {

    private final ConnectionPool pool =
            new ConnectionPool(
                    new PoolIdentity("web", Ids.server("http"), event -> {}),
                    PoolConfig.builder().build(),
                    System::nanoTime,
                    InstantSource.system());

    /** One connection for each thread, as each has a thread of its own. */
    @State(Scope.Thread)
    public static class Connection {

        private Lease lease;

        /** Enters. */
        @Setup(Level.Trial)
        public void setUp(TrackingBenchmark benchmark) {
            Admission admission = benchmark.pool.admit(null);
            if (!(admission instanceof Admission.Admitted admitted)) {
                throw new IllegalStateException(admission + " (expected: a place)");
            }
            lease = admitted.lease();
            lease.protocol("http/1.1", false);
        }
    }

    /** A request that comes and is answered. */
    @Benchmark
    public long request(Connection connection) {
        Lease lease = connection.lease;
        lease.waitsToRead();
        lease.received(100);
        long began = lease.requestBegins();
        boolean answers = lease.answerBegins();
        lease.sent(200);
        return lease.requestEnds(began, lease.now(), !answers);
    }

    /** What the clock alone costs. */
    @Benchmark
    public long clock() {
        return System.nanoTime() + System.nanoTime() + System.nanoTime();
    }
}
