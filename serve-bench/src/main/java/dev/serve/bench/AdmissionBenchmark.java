package dev.serve.bench;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.Ids;
import dev.serve.pool.Admission;
import dev.serve.pool.ConnectionPool;
import dev.serve.pool.PoolIdentity;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A connection into its pool and out again, by one thread and by four at once; beside it a bare
 * semaphore, which counts and knows nobody. Run: {@code java -jar serve-bench.jar Admission -prof
 * gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AdmissionBenchmark {

    private static final int PLACES = 1_000;

    private ConnectionPool pool;
    private Semaphore semaphore;

    /** An empty pool. */
    @Setup
    public void setUp() {
        pool =
                new ConnectionPool(
                        new PoolIdentity("web", Ids.server("http"), event -> {}),
                        PoolConfig.builder().maxConnections(PLACES).build(),
                        System::nanoTime,
                        InstantSource.system());
        semaphore = new Semaphore(PLACES);
    }

    /** One thread alone. */
    @Benchmark
    @Threads(1)
    public Admission alone() {
        return throughPool();
    }

    /** Four threads at once. */
    @Benchmark
    @Threads(4)
    public Admission contended() {
        return throughPool();
    }

    /** The least it could cost, alone. */
    @Benchmark
    @Threads(1)
    public boolean semaphoreAlone() {
        return throughSemaphore();
    }

    /** The least it could cost, contended. */
    @Benchmark
    @Threads(4)
    public boolean semaphoreContended() {
        return throughSemaphore();
    }

    private Admission throughPool() {
        Admission admission = pool.admit(null);
        if (admission instanceof Admission.Admitted admitted) {
            admitted.lease().close();
        }
        return admission;
    }

    private boolean throughSemaphore() {
        boolean entered = semaphore.tryAcquire();
        if (entered) {
            semaphore.release();
        }
        return entered;
    }
}
