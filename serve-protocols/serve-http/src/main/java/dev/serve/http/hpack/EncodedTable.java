package dev.serve.http.hpack;

import org.jspecify.annotations.Nullable;

/**
 * The dynamic table of an encoder: what the peer's decoder holds. A few dozen fields are looked
 * through by their hash, the newest first.
 */
final class EncodedTable {

    private static final int FIRST = 8;

    private @Nullable String[] fields = new String[0];
    private int[] hashes = new int[0];
    private int newest;
    private int count;
    private int size;
    private int capacity;

    EncodedTable(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    private static int hash(String name, String value) {
        return name.hashCode() * 31 + value.hashCode();
    }

    /** The number of a field, from 0 for the newest; -1 when it is not there. */
    int find(String name, String value) {
        int hash = hash(name, value);
        int mask = hashes.length - 1;
        for (int number = 0; number < count; number++) {
            int at = newest + number & mask;
            if (hashes[at] == hash
                    && value.equals(fields[2 * at + 1])
                    && name.equals(fields[2 * at])) {
                return number;
            }
        }
        return -1;
    }

    /** Adds a field that is not larger than the table. */
    void add(String name, String value) {
        int octets = sizeOf(name, value);
        evict(capacity - octets);
        if (count == hashes.length) {
            grow();
        }
        newest = newest - 1 & hashes.length - 1;
        fields[2 * newest] = name;
        fields[2 * newest + 1] = value;
        hashes[newest] = hash(name, value);
        count++;
        size += octets;
    }

    static int sizeOf(String name, String value) {
        return name.length() + value.length() + TableEntry.OVERHEAD;
    }

    private void grow() {
        int length = Math.max(FIRST, 2 * hashes.length);
        @Nullable String[] largerFields = new String[2 * length];
        int[] largerHashes = new int[length];
        for (int i = 0; i < count; i++) {
            int at = newest + i & hashes.length - 1;
            largerFields[2 * i] = fields[2 * at];
            largerFields[2 * i + 1] = fields[2 * at + 1];
            largerHashes[i] = hashes[at];
        }
        fields = largerFields;
        hashes = largerHashes;
        newest = 0;
    }

    void capacity(int next) {
        capacity = next;
        evict(next);
    }

    private void evict(int most) {
        while (count > 0 && size > most) {
            int oldest = newest + count - 1 & hashes.length - 1;
            String name = fields[2 * oldest];
            String value = fields[2 * oldest + 1];
            fields[2 * oldest] = null;
            fields[2 * oldest + 1] = null;
            count--;
            if (name != null && value != null) {
                size -= sizeOf(name, value);
            }
        }
    }
}
