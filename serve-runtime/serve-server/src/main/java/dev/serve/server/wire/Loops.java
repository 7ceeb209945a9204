package dev.serve.server.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The selector loops that wake the connections of a server, usually one for each carrier of virtual
 * threads. A connection is given to a loop when it is opened and stays there.
 *
 * <p>Any thread may use it. Each loop holds two file descriptors until {@link #close}.
 */
public final class Loops implements AutoCloseable {

    private final List<Loop> loops;
    private final AtomicInteger next = new AtomicInteger();

    private Loops(List<Loop> loops) {
        this.loops = List.copyOf(loops);
    }

    /**
     * Opens loops and starts their virtual threads, {@code serve-loop-0} and on.
     *
     * @param count at least 1; see {@link #carriers()}
     * @throws IOException if the system gives no selector
     */
    public static Loops open(int count) throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException("loops: " + count + " (expected: >= 1)");
        }
        List<Loop> opened = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                opened.add(new Loop(i));
            }
        } catch (IOException e) {
            opened.forEach(Loop::close);
            throw e;
        }
        opened.forEach(Loop::start);
        return new Loops(opened);
    }

    /** How many threads of the system carry the virtual threads of this JVM. */
    public static int carriers() {
        Integer set = Integer.getInteger("jdk.virtualThreadScheduler.parallelism");
        return set != null && set > 0 ? set : Runtime.getRuntime().availableProcessors();
    }

    Loop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /** Aborts the connections that still wait here, and ends the threads. */
    @Override
    public void close() {
        loops.forEach(Loop::close);
    }
}
