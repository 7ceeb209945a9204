package dev.serve.admin;

import static java.lang.System.Logger.Level.INFO;

import dev.serve.admin.Caller.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Every command, done or not: a line of the log, and for the API the last {@value #KEPT} of each
 * role, so that no viewer pushes out what operators did. Strangers, who were not let in, have an
 * entry for each of the last {@value #STRANGERS} places that they came from, which counts, and a
 * line of the log once a second. Any thread.
 */
final class Audit {

    /** How many are kept of a role. */
    static final int KEPT = 500;

    /** How many places of strangers are kept. */
    static final int STRANGERS = 100;

    private static final System.Logger LOG = System.getLogger(Audit.class.getName());
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<Role, Deque<Entry>> last = new EnumMap<>(Role.class); // guarded by this
    private final SequencedMap<String, Entry> strangers = new LinkedHashMap<>(); // guarded by this
    private long number; // guarded by this
    private long unlogged; // guarded by this
    private long nextLogNanos; // guarded by this

    Audit(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.nextLogNanos = nanoTime.getAsLong();
    }

    /**
     * One command. Immutable.
     *
     * @param number one more than that of the command before, as the clock may go back
     * @param who asked for it
     * @param command method and path
     * @param status of its answer
     * @param outcome in words
     * @param times how often a stranger tried, of which this was the last
     */
    record Entry(
            long number,
            Instant time,
            String who,
            String command,
            int status,
            String outcome,
            long times) {

        static final ObjectShape<Entry> SHAPE =
                Shape.<Entry>object("AuditEntry")
                        .with("time", Shape.TIME, Entry::time)
                        .with("who", Shape.TEXT, Entry::who)
                        .with("command", Shape.TEXT, Entry::command)
                        .with("status", Shape.INTEGER, Entry::status)
                        .with("outcome", Shape.TEXT, Entry::outcome)
                        .with("times", Shape.INTEGER, Entry::times);

        private String line() {
            return "admin: " + command + " by " + who + ": " + status + " " + printable(outcome);
        }

        /** Nothing that a caller sends begins a line of the log. */
        private static String printable(String text) {
            return text.replaceAll("\\p{Cntrl}", " ");
        }
    }

    /** A command of somebody who was let in. */
    void add(Caller caller, String command, int status, String outcome) {
        Entry entry;
        synchronized (this) {
            entry = entry(caller.name(), command, status, outcome, 1);
            Deque<Entry> ofRole = last.computeIfAbsent(caller.role(), role -> new ArrayDeque<>());
            if (ofRole.size() == KEPT) {
                ofRole.removeFirst();
            }
            ofRole.addLast(entry);
        }
        LOG.log(INFO, entry::line);
    }

    /**
     * A command of somebody who was not let in.
     *
     * @param place where it came from
     */
    void addStranger(String place, String command, int status, String outcome) {
        Entry entry;
        long more;
        synchronized (this) {
            Entry before = strangers.remove(place);
            long times = before == null ? 1 : before.times() + 1;
            entry = entry("somebody from " + place, command, status, outcome, times);
            strangers.putLast(place, entry);
            if (strangers.size() > STRANGERS) {
                strangers.pollFirstEntry();
            }
            long now = nanoTime.getAsLong();
            if (now - nextLogNanos < 0) {
                unlogged++;
                return;
            }
            nextLogNanos = now + LOG_EVERY_NANOS;
            more = unlogged;
            unlogged = 0;
        }
        LOG.log(
                INFO,
                () -> entry.line() + (more == 0 ? "" : ", and " + more + " more like it before"));
    }

    private Entry entry(String who, String command, int status, String outcome, long times) {
        return new Entry(++number, clock.instant(), who, command, status, outcome, times);
    }

    /** What is kept, the latest first. */
    synchronized List<Entry> latest() {
        return Stream.concat(
                        last.values().stream().flatMap(Deque::stream), strangers.values().stream())
                .sorted(Comparator.comparingLong(Entry::number).reversed())
                .toList();
    }
}
