package dev.serve.observe.health;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * Bytes of the heap that were in use after the last collection: what is in use now is mostly
 * garbage, and says nothing of how much room is left. Immutable.
 *
 * @param used bytes; what is in use now where no collector tells
 * @param max the greatest heap
 */
public record HeapUse(long used, long max) {

    /** As it is now. */
    public static HeapUse now() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage left = pool.getCollectionUsage();
            if (pool.getType() == MemoryType.HEAP && left != null) {
                used += left.getUsed();
            }
        }
        return new HeapUse(used, Runtime.getRuntime().maxMemory());
    }

    /** The share of the greatest heap, 0 to 1. */
    public double share() {
        return (double) used / max;
    }
}
