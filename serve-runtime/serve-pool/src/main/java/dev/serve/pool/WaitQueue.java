package dev.serve.pool;

import dev.serve.api.config.Cidr;
import dev.serve.api.config.WaitPriority;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for a place: the best priority first, and within one the longest wait. Guarded by
 * the lock of its owner.
 */
final class WaitQueue {

    private final Map<WaitPriority, Deque<Ticket>> lines = new EnumMap<>(WaitPriority.class);
    private int size;

    WaitQueue() {
        for (WaitPriority priority : WaitPriority.values()) {
            lines.put(priority, new ArrayDeque<>());
        }
    }

    /**
     * One who waits.
     *
     * @param countedAs what its peer is counted as
     * @param since when it came
     */
    record Ticket(
            @Nullable SocketAddress peer, @Nullable Object countedAs, Waiter waiter, long since) {}

    /** The priority of a peer: of the longest prefix that holds its address. */
    static WaitPriority priority(Map<Cidr, WaitPriority> priorities, @Nullable InetAddress peer) {
        WaitPriority best = WaitPriority.NORMAL;
        int longest = -1;
        if (peer != null) {
            for (Map.Entry<Cidr, WaitPriority> entry : priorities.entrySet()) {
                int prefix = entry.getKey().prefix();
                if (prefix > longest && entry.getKey().contains(peer)) {
                    longest = prefix;
                    best = entry.getValue();
                }
            }
        }
        return best;
    }

    int size() {
        return size;
    }

    void join(Ticket ticket, WaitPriority priority) {
        line(priority).add(ticket);
        size++;
    }

    /** Takes out who is next; null if nobody waits. */
    @Nullable Ticket next() {
        for (Deque<Ticket> line : lines.values()) {
            Ticket first = line.poll();
            if (first != null) {
                size--;
                return first;
            }
        }
        return null;
    }

    /** Whether somebody waits with less priority. */
    boolean holdsBelow(WaitPriority priority) {
        return lines.entrySet().stream()
                .anyMatch(
                        line ->
                                line.getKey().compareTo(priority) > 0
                                        && !line.getValue().isEmpty());
    }

    /** Takes out who would have been last: of the least priority, who came last. */
    Ticket last() {
        for (WaitPriority priority : List.of(WaitPriority.values()).reversed()) {
            Ticket last = line(priority).pollLast();
            if (last != null) {
                size--;
                return last;
            }
        }
        throw new IllegalStateException("nobody waits");
    }

    /** Takes out all who came at least so long ago. */
    List<Ticket> expired(long nowNanos, long timeoutNanos) {
        List<Ticket> expired = new ArrayList<>();
        if (size > 0) {
            for (Deque<Ticket> line : lines.values()) {
                for (Ticket first = line.peek();
                        first != null && nowNanos - first.since() >= timeoutNanos;
                        first = line.peek()) {
                    expired.add(line.remove());
                }
            }
            size -= expired.size();
        }
        return expired;
    }

    /** Takes out everybody. */
    List<Ticket> clear() {
        List<Ticket> all = new ArrayList<>();
        for (Ticket next = next(); next != null; next = next()) {
            all.add(next);
        }
        return all;
    }

    private Deque<Ticket> line(WaitPriority priority) {
        return Objects.requireNonNull(lines.get(priority));
    }
}
