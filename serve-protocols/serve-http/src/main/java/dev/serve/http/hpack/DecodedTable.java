package dev.serve.http.hpack;

import org.jspecify.annotations.Nullable;

/**
 * The dynamic table of a decoder (RFC 7541 section 2.3.2): a ring, the newest entry first. It never
 * holds more than its capacity, so it needs no other bound.
 */
final class DecodedTable {

    private static final int FIRST = 16;

    private @Nullable TableEntry[] ring = new TableEntry[0];
    private int newest;
    private int count;
    private int size;
    private int capacity;

    DecodedTable(int capacity) {
        this.capacity = capacity;
    }

    int count() {
        return count;
    }

    /** Octets as section 4.1 counts them. */
    int size() {
        return size;
    }

    /** The entry of a number from 0, the newest; null when there is none. */
    @Nullable TableEntry get(int number) {
        return number < 0 || number >= count ? null : ring[newest + number & ring.length - 1];
    }

    /** Sections 4.4: makes room; an entry larger than the table leaves it empty. */
    void add(TableEntry entry) {
        evict(capacity - entry.size());
        if (entry.size() > capacity) {
            return;
        }
        if (count == ring.length) {
            grow();
        }
        newest = newest - 1 & ring.length - 1;
        ring[newest] = entry;
        count++;
        size += entry.size();
    }

    private void grow() {
        @Nullable TableEntry[] larger = new TableEntry[Math.max(FIRST, 2 * ring.length)];
        for (int i = 0; i < count; i++) {
            larger[i] = get(i);
        }
        ring = larger;
        newest = 0;
    }

    /** Section 4.3. */
    void capacity(int next) {
        capacity = next;
        evict(next);
    }

    private void evict(int most) {
        while (count > 0 && size > most) {
            int oldest = newest + count - 1 & ring.length - 1;
            TableEntry entry = ring[oldest];
            ring[oldest] = null;
            count--;
            size -= entry == null ? 0 : entry.size();
        }
    }
}
