package dev.serve.observe.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import jdk.management.VirtualThreadSchedulerMXBean;

/** What the JVM tells of itself, without a thread or a recording of its own. */
final class JvmMeters {

    private final Gauges gauges;

    JvmMeters(MeterRegistry registry) {
        this.gauges = new Gauges(registry);
    }

    void bind() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        gauges.gauge(
                MeterName.JVM_MEMORY, () -> memory.getHeapMemoryUsage().getUsed(), "area", "heap");
        gauges.gauge(
                MeterName.JVM_MEMORY,
                () -> memory.getNonHeapMemoryUsage().getUsed(),
                "area",
                "non-heap");
        gauges.gauge(MeterName.JVM_MEMORY_MAX, () -> Runtime.getRuntime().maxMemory());
        gauges.gauge(MeterName.JVM_THREADS, threads::getThreadCount);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            gauges.counter(
                    MeterName.JVM_GC,
                    collector::getCollectionCount,
                    "collector",
                    collector.getName());
            gauges.counter(
                    MeterName.JVM_GC_SECONDS,
                    () -> collector.getCollectionTime() / 1e3,
                    "collector",
                    collector.getName());
        }
        VirtualThreadSchedulerMXBean carriers =
                ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        if (carriers != null) {
            gauges.gauge(MeterName.JVM_VIRTUAL_MOUNTED, carriers::getMountedVirtualThreadCount);
            gauges.gauge(MeterName.JVM_VIRTUAL_QUEUED, carriers::getQueuedVirtualThreadCount);
            gauges.gauge(MeterName.JVM_CARRIERS, carriers::getPoolSize);
            gauges.gauge(MeterName.JVM_PARALLELISM, carriers::getParallelism);
        }
    }
}
