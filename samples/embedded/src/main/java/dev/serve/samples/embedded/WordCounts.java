package dev.serve.samples.embedded;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Counts the words of texts, each in a virtual thread of its own: what this program would do
 * without a server too. Any thread may use it.
 */
final class WordCounts implements AutoCloseable {

    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    private final ExecutorService tasks =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("word-count-", 1).factory());
    private final Map<Long, Future<Long>> counts = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /** Begins to count; the number is the one to ask {@link #count} for. */
    long add(String text) {
        long number = numbers.incrementAndGet();
        counts.put(number, tasks.submit(() -> WORD.matcher(text).results().count()));
        return number;
    }

    /**
     * How many words the text with that number has; waits until they are counted. Empty for a
     * number that was never given.
     */
    Optional<Long> count(long number) throws InterruptedException {
        Future<Long> count = counts.get(number);
        if (count == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(count.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("text " + number + " could not be counted", e);
        }
    }

    /** Waits for what was begun. */
    @Override
    public void close() {
        tasks.close();
    }
}
