package dev.serve.observe.history;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.observe.MeterHistory;
import dev.serve.api.pool.PoolMetrics;
import dev.serve.api.pool.PoolView;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * Looks at a server once a second, in a virtual thread of its own, and keeps what it sees. Figures
 * of a listener end with its name, such as {@code requests.rate{web}}; those without are of the
 * whole server. Any thread.
 */
public final class Recorder implements MeterHistory, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Recorder.class.getName());
    private static final long A_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, Rings> rings = new ConcurrentSkipListMap<>();
    private final Supplier<List<ListenerView>> listeners;
    private final Function<String, Optional<PoolView>> pools;
    private final InstantSource clock;
    private final Runnable everySecond;

    /** What counters were at the last look; the thread's own. */
    private final Map<String, Long> before = new HashMap<>();

    /** Figures of protocols that a connection has spoken so far; the thread's own. */
    private final Set<String> spoken = new HashSet<>();

    private long beforeAt;
    private volatile boolean closed;
    private volatile Thread thread = Thread.currentThread();

    /**
     * A recorder of a server, which does not look yet.
     *
     * @param everySecond is to be quick
     */
    public Recorder(Server server, InstantSource clock, Runnable everySecond) {
        this(server::listeners, server::findPool, clock, everySecond);
    }

    Recorder(
            Supplier<List<ListenerView>> listeners,
            Function<String, Optional<PoolView>> pools,
            InstantSource clock,
            Runnable everySecond) {
        this.listeners = listeners;
        this.pools = pools;
        this.clock = clock;
        this.everySecond = everySecond;
    }

    /** Begins to look. */
    public void start() {
        thread = Thread.ofVirtual().name("serve-observe-history").start(this::run);
    }

    private void run() {
        long due = System.nanoTime();
        while (!closed) {
            try {
                look(clock.instant().getEpochSecond(), System.nanoTime());
            } catch (RuntimeException e) {
                LOG.log(WARNING, "figures of this second are lost", e);
            }
            due += A_SECOND;
            for (long left = due - System.nanoTime();
                    left > 0 && !closed;
                    left = due - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
            if (System.nanoTime() - due > 10 * A_SECOND) {
                due = System.nanoTime(); // the machine slept
            }
        }
    }

    /** One look. */
    void look(long second, long nanos) {
        everySecond.run();
        Map<String, Double> sums = new TreeMap<>();
        double seconds = beforeAt == 0 ? 0 : (nanos - beforeAt) / (double) A_SECOND;
        List<ListenerView> views = listeners.get();
        for (ListenerView view : views) {
            pools.apply(view.name())
                    .ifPresent(pool -> look(view.name(), pool, second, seconds, sums));
        }
        // What nobody speaks any longer is none, not unknown.
        spoken.forEach(meter -> sums.putIfAbsent(meter, 0.0));
        sums.forEach((name, value) -> put(name, second, value));
        put("memory.heap", second, heap());
        VirtualThreadSchedulerMXBean carriers =
                ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        if (carriers != null) {
            put("threads.virtual.mounted", second, carriers.getMountedVirtualThreadCount());
            put("threads.virtual.queued", second, (double) carriers.getQueuedVirtualThreadCount());
        }
        beforeAt = nanos;
        forgetOthers(views.stream().map(ListenerView::name).collect(Collectors.toSet()));
    }

    private void look(
            String name, PoolView pool, long second, double seconds, Map<String, Double> sums) {
        pool.openByProtocol()
                .forEach(
                        (protocol, open) ->
                                sums.merge(ofProtocol(protocol), (double) open, Double::sum));
        PoolMetrics now = pool.metrics();
        add(name, "connections.active", now.active(), second, sums);
        add(name, "requests.in-flight", now.inFlight(), second, sums);
        rate(name, "requests.rate", now.requests(), second, seconds, sums);
        rate(name, "connections.rate", now.total(), second, seconds, sums);
        rate(name, "bytes.in.rate", now.bytesIn(), second, seconds, sums);
        rate(name, "bytes.out.rate", now.bytesOut(), second, seconds, sums);
        put("requests.errors{" + name + "}", second, now.errorRate());
        most(name, "latency.p50", now.p50(), second, sums);
        most(name, "latency.p95", now.p95(), second, sums);
        most(name, "latency.p99", now.p99(), second, sums);
        sums.merge("requests.errors", now.errorRate(), Math::max);
    }

    /** Such as {@code connections.active.http-1.1}: a name that fits into a path. */
    private String ofProtocol(String protocol) {
        String meter = "connections.active." + protocol.replace('/', '-');
        spoken.add(meter);
        return meter;
    }

    private void add(
            String listener, String meter, double value, long second, Map<String, Double> sums) {
        put(meter + "{" + listener + "}", second, value);
        sums.merge(meter, value, Double::sum);
    }

    private void rate(
            String listener,
            String meter,
            long count,
            long second,
            double seconds,
            Map<String, Double> sums) {
        Long last = before.put(meter + "{" + listener + "}", count);
        if (last != null && seconds > 0) {
            add(listener, meter, Math.max(0, count - last) / seconds, second, sums);
        } else {
            // At the first look it has a name, and no value.
            put(meter + "{" + listener + "}", second, Double.NaN);
            put(meter, second, Double.NaN);
        }
    }

    private void most(
            String listener, String meter, Duration value, long second, Map<String, Double> sums) {
        double seconds = value.toNanos() / (double) A_SECOND;
        put(meter + "{" + listener + "}", second, seconds);
        sums.merge(meter, seconds, Math::max);
    }

    private void put(String meter, long second, double value) {
        rings.computeIfAbsent(meter, name -> new Rings(name, unit(name), isPeak(name)))
                .add(second, value);
    }

    private static String unit(String meter) {
        if (meter.startsWith("bytes.")) {
            return "bytes/s";
        }
        if (meter.startsWith("latency.")) {
            return "s";
        }
        if (meter.startsWith("memory.")) {
            return "bytes";
        }
        return meter.contains(".rate") ? "1/s" : "";
    }

    private static boolean isPeak(String meter) {
        return meter.startsWith("latency.")
                || meter.startsWith("threads.")
                || meter.startsWith("connections.active");
    }

    private static double heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Listeners that have gone take their figures with them: memory stays bounded. */
    private void forgetOthers(Set<String> names) {
        rings.keySet().removeIf(meter -> isOfNone(names, meter));
        before.keySet().removeIf(meter -> isOfNone(names, meter));
    }

    private static boolean isOfNone(Set<String> names, String meter) {
        return meter.endsWith("}")
                && !names.contains(meter.substring(meter.indexOf('{') + 1, meter.length() - 1));
    }

    @Override
    public List<String> meters() {
        return List.copyOf(rings.keySet());
    }

    @Override
    public Series range(String meter, Instant from, Instant to, Duration step) {
        Rings kept = rings.get(meter);
        if (kept == null) {
            throw new IllegalArgumentException(
                    "meter: \""
                            + meter
                            + "\" (expected: one of "
                            + String.join(", ", rings.keySet())
                            + ")");
        }
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from: " + from + " (expected: before " + to + ")");
        }
        if (!step.isPositive()) {
            throw new IllegalArgumentException("step: " + step + " (expected: more than zero)");
        }
        return kept.range(from, to, step, clock.instant().getEpochSecond());
    }

    /** Looks no more; what is kept can still be read. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
