package dev.serve.server;

import dev.serve.api.routing.RouteView;
import io.helidon.webserver.Routing;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * One compiled table of routes, with the count of requests inside it, so that what it holds is
 * stopped only when the last one has left.
 */
final class RouteTable {

    private final long version;
    private final HttpRouting routing;
    private final List<RouteView> views;
    private final Set<String> connectProtocols;
    private final List<? extends Routing> others;
    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile boolean retired;

    RouteTable(
            long version,
            HttpRouting routing,
            List<RouteView> views,
            Set<String> connectProtocols,
            List<? extends Routing> others) {
        this.version = version;
        this.routing = routing;
        this.views = List.copyOf(views);
        this.connectProtocols = Set.copyOf(connectProtocols);
        this.others = List.copyOf(others);
    }

    long version() {
        return version;
    }

    HttpRouting routing() {
        return routing;
    }

    List<RouteView> views() {
        return views;
    }

    /** What its routes hand streams of HTTP/2 over to. */
    Set<String> connectProtocols() {
        return connectProtocols;
    }

    /** Routings of other kinds than HTTP, which protocols made of the same rules. */
    List<? extends Routing> others() {
        return others;
    }

    void enter() {
        entered.increment();
    }

    void leave() {
        left.increment();
        if (retired) {
            stopWhenEmpty();
        }
    }

    /** No request enters any longer; stops what the table holds once the last has left. */
    void retire() {
        retired = true;
        stopWhenEmpty();
    }

    private void stopWhenEmpty() {
        // Left before entered: a request between the two makes the sums differ, never agree too
        // early.
        long gone = left.sum();
        if (gone == entered.sum() && stopped.compareAndSet(false, true)) {
            routing.afterStop();
        }
    }
}
