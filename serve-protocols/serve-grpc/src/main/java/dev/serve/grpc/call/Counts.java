package dev.serve.grpc.call;

import io.grpc.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one listener: how many are in work, and how those before have ended. Thread-safe.
 */
public final class Counts {

    private static final int CODES = Status.Code.values().length;

    private final AtomicInteger inWork = new AtomicInteger();
    private final Map<String, AtomicLongArray> ended = new ConcurrentHashMap<>();

    /** None yet. */
    public Counts() {}

    /** Calls in work. */
    public int inWork() {
        return inWork.get();
    }

    /**
     * Lets one more in.
     *
     * @param most how many there may be; null without end
     * @return false if there are so many already
     */
    boolean enter(@Nullable Integer most) {
        int now = inWork.incrementAndGet();
        if (most != null && now > most) {
            inWork.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        inWork.decrementAndGet();
    }

    /** A call of a method that there is has ended. */
    void ended(String method, Status.Code code) {
        ended.computeIfAbsent(method, _ -> new AtomicLongArray(CODES))
                .incrementAndGet(code.value());
    }

    /** How calls have ended so far, by method and code; copies. */
    public Map<String, Map<Status.Code, Long>> ended() {
        Map<String, Map<Status.Code, Long>> all = new TreeMap<>();
        ended.forEach(
                (method, counts) -> {
                    Map<Status.Code, Long> codes = new EnumMap<>(Status.Code.class);
                    for (Status.Code code : Status.Code.values()) {
                        long count = counts.get(code.value());
                        if (count > 0) {
                            codes.put(code, count);
                        }
                    }
                    all.put(method, codes);
                });
        return all;
    }
}
