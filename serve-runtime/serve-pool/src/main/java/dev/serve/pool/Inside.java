package dev.serve.pool;

import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.Ids;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Those who are inside, by number, and how many have left for which reason. Any thread. */
final class Inside {

    private final Map<Long, Lease> open = new ConcurrentHashMap<>();
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

    Inside() {
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    void enters(Lease lease) {
        open.put(lease.number(), lease);
    }

    void leaves(Lease lease, CloseReason reason) {
        open.remove(lease.number());
        Objects.requireNonNull(closed.get(reason)).increment();
    }

    /** The one with that identity; null if there is none. */
    @Nullable Lease find(String id) {
        OptionalLong number = Ids.connectionNumber(id);
        return number.isEmpty() ? null : open.get(number.getAsLong());
    }

    /** All of them, as they come and go. */
    Collection<Lease> all() {
        return open.values();
    }

    void forEachConnection(Consumer<Pooled> action) {
        for (Lease lease : open.values()) {
            Pooled connection = lease.connection();
            if (connection != null) {
                action.accept(connection);
            }
        }
    }

    /** Closes them; returns how many of them had something in work, by protocol. */
    static Map<String, Integer> cut(Collection<Lease> leases) {
        Map<String, Integer> cut = new TreeMap<>();
        for (Lease lease : leases) {
            if (!lease.isIdle()) {
                cut.merge(lease.protocolInWork(), 1, Integer::sum);
            }
            lease.abort(CloseReason.ABORTED);
        }
        return cut;
    }

    /** Closes who has nothing in work; whoever is fresh has more time. */
    void abortIdle(boolean freshToo) {
        for (Lease lease : open.values()) {
            if (lease.isIdle() && (freshToo || !lease.isFresh())) {
                lease.abort(CloseReason.DRAINED);
            }
        }
    }

    /** What is in work, by protocol. */
    Map<String, Integer> work() {
        Map<String, Integer> work = new TreeMap<>();
        forEachConnection(
                connection ->
                        connection.work().forEach((name, n) -> work.merge(name, n, Integer::sum)));
        return work;
    }

    /** What waits for peers. */
    long waiting() {
        LongAdder sum = new LongAdder();
        forEachConnection(connection -> sum.add(connection.waiting()));
        return sum.sum();
    }

    int requestsInFlight() {
        int inFlight = 0;
        for (Lease lease : open.values()) {
            inFlight += lease.requestsInFlight();
        }
        return inFlight;
    }

    List<ConnectionView> views() {
        return open.values().stream()
                .sorted(Comparator.comparingLong(Lease::number))
                .map(Lease::view)
                .toList();
    }

    /** How many have left, by reason; every reason is there. */
    Map<CloseReason, Long> closed() {
        Map<CloseReason, Long> counts = new EnumMap<>(CloseReason.class);
        closed.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }
}
