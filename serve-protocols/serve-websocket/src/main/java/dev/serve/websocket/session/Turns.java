package dev.serve.websocket.session;

/**
 * When each of many has its turn: so many an interval, evenly spread, each at a chance moment of
 * its own part of it. After an interval without anybody it begins anew. Thread-safe.
 */
final class Turns {

    private long taken; // guarded by this
    private long last; // guarded by this

    /**
     * The turn of the next one.
     *
     * @param now the time of {@link System#nanoTime}
     * @param interval in nanoseconds
     * @param batch how many have their turn in an interval
     * @param chance from 0 to 1, 1 excluded
     * @return after how many nanoseconds from now on
     */
    synchronized long next(long now, long interval, int batch, double chance) {
        if (now - last > interval) {
            taken = 0;
        }
        last = now;
        return (long) ((taken++ + chance) * interval / batch);
    }
}
