package dev.serve.admin;

import com.sun.management.OperatingSystemMXBean;
import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.pool.PoolMetrics;
import dev.serve.api.pool.PoolView;
import io.helidon.common.LazyValue;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * The live counters: one look at everything, shared by all who watch, and taken anew when it is
 * older than most of a second. Any thread.
 */
final class Sampler {

    private static final long NANOS_OF_MILLI = 1_000_000;
    private static final long FRESH_NANOS = Duration.ofMillis(800).toNanos();

    private final Server server;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final LazyValue<Beans> beans = LazyValue.create(Beans::ofThisProcess);
    private String sample = ""; // guarded by this
    private long takenAt; // guarded by this

    Sampler(Server server, InstantSource clock, LongSupplier nanoTime) {
        this.server = server;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** What the JVM says; looked for when somebody watches. */
    private record Beans(VirtualThreadSchedulerMXBean carriers, OperatingSystemMXBean process) {

        static Beans ofThisProcess() {
            return new Beans(
                    ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class),
                    ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class));
        }
    }

    /** The counters as JSON. */
    synchronized String json() {
        long now = nanoTime.getAsLong();
        if (sample.isEmpty() || now - takenAt > FRESH_NANOS) {
            sample = Json.text(taken());
            takenAt = now;
        }
        return sample;
    }

    private Fields taken() {
        VirtualThreadSchedulerMXBean carriers = beans.get().carriers();
        OperatingSystemMXBean process = beans.get().process();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new Fields()
                .with("time", clock.instant().toEpochMilli())
                .with("uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime())
                .with("state", server.state())
                .with("ready", server.isReady())
                .with("version", server.version())
                .with("heapUsed", heap.getUsed())
                .with("heapCommitted", heap.getCommitted())
                .with("heapMax", heap.getMax())
                .with("cpuMillis", process.getProcessCpuTime() / NANOS_OF_MILLI)
                .with("processors", process.getAvailableProcessors())
                .with("mounted", carriers.getMountedVirtualThreadCount())
                .with("queued", carriers.getQueuedVirtualThreadCount())
                .with("carriers", carriers.getPoolSize())
                .with("platformThreads", ManagementFactory.getThreadMXBean().getThreadCount())
                .with("listeners", Views.each(server, Sampler::listener));
    }

    private static Fields listener(ListenerView view, PoolView pool) {
        PoolMetrics metrics = pool.metrics();
        return new Fields()
                .with("name", view.name())
                .with("address", view.address())
                .with("protocols", view.config().protocols())
                .with("tls", view.config().tls() != null)
                .with("accepting", view.accepting())
                .with("generation", view.generation())
                .with("active", metrics.active())
                .with("waiting", metrics.waiting())
                .with("inFlight", metrics.inFlight())
                .with("total", metrics.total())
                .with("requests", metrics.requests())
                .with("requestsPerSecond", metrics.requestsPerSecond())
                .with("p50Millis", Views.millis(metrics.p50()))
                .with("p95Millis", Views.millis(metrics.p95()))
                .with("p99Millis", Views.millis(metrics.p99()))
                .with("errorRate", metrics.errorRate())
                .with("refused", view.refused())
                .with("bytesIn", metrics.bytesIn())
                .with("bytesOut", metrics.bytesOut())
                .with("connections", pool.openByProtocol())
                .with("inWork", pool.inWork())
                .with("health", Views.HEALTH.write(pool.health()));
    }
}
