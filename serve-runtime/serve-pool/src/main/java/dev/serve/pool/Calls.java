package dev.serve.pool;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How calls have ended, by method and code; protocols name few of either. Any thread. */
final class Calls {

    private final Map<String, Map<String, LongAdder>> ended = new ConcurrentHashMap<>();

    void ended(String method, String code) {
        Map<String, LongAdder> codes = ended.get(method);
        if (codes == null) {
            codes = ended.computeIfAbsent(method, _ -> new ConcurrentHashMap<>());
        }
        LongAdder count = codes.get(code);
        if (count == null) {
            count = codes.computeIfAbsent(code, _ -> new LongAdder());
        }
        count.increment();
    }

    /** A copy, in order of names. */
    Map<String, Map<String, Long>> view() {
        Map<String, Map<String, Long>> view = new TreeMap<>();
        ended.forEach(
                (method, codes) -> {
                    Map<String, Long> counts = new TreeMap<>();
                    codes.forEach((code, count) -> counts.put(code, count.sum()));
                    view.put(method, counts);
                });
        return view;
    }
}
