package dev.serve.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Threads of ours that nobody ended. They are read from a thread dump, the one place where the JDK
 * lists virtual threads beside platform ones; a dump costs 5 to 20 ms, so it is taken once a class.
 * A thread that was there before the first class, or was told of once, is not told of again.
 */
final class LeftThreads {

    /** {@code #32 "serve-web-conn-7" virtual WAITING 2026-…}: how a thread begins in a dump. */
    private static final Pattern THREAD = Pattern.compile("^#(\\d+) \"(serve-[^\"]*)\"(.*)$");

    private static final int FRAMES = 8;

    private static final Set<Long> KNOWN = new HashSet<>();
    private static boolean begun;

    private LeftThreads() {}

    /** Notes what is there before the first class. */
    static synchronized void begin() {
        if (!begun) {
            begun = true;
            KNOWN.addAll(ours().keySet());
        }
    }

    /**
     * Waits for our threads to end.
     *
     * @return those that did not, each with the top of its stack
     */
    static synchronized List<String> afterWaiting(Duration patience) throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        while (true) {
            Map<Long, String> left = ours();
            left.keySet().removeAll(KNOWN);
            if (left.isEmpty() || deadline.passed()) {
                KNOWN.addAll(left.keySet());
                return List.copyOf(left.values());
            }
            // There is nothing to be told by: a virtual thread is known here by its number alone.
            boolean never = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            assert !never;
        }
    }

    private static Map<Long, String> ours() {
        Map<Long, String> threads = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        long id = -1;
        int frames = 0;
        for (String line : dump().lines().toList()) {
            Matcher thread = THREAD.matcher(line);
            if (thread.matches()) {
                id = Long.parseLong(thread.group(1));
                frames = 0;
                current = new StringBuilder("  ").append(line);
                threads.put(id, current.toString());
            } else if (line.startsWith("#") || line.isBlank()) {
                id = -1;
            } else if (id >= 0 && frames++ < FRAMES) {
                current.append(System.lineSeparator()).append(line);
                threads.put(id, current.toString());
            }
        }
        return threads;
    }

    private static String dump() {
        try {
            Path directory = Files.createTempDirectory("serve-threads");
            Path file = directory.resolve("dump.txt");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new IllegalStateException("no thread dump can be written", e);
        }
    }
}
