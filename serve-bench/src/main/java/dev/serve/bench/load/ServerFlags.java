package dev.serve.bench.load;

import java.util.List;

/** Flags of the servers' JVMs. */
final class ServerFlags {

    /**
     * The heap is of one size, and the collector the one that a JVM with a single processor picks
     * by itself, so that neither is chosen by the machine.
     */
    static final List<String> DEFAULT = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");

    private ServerFlags() {}
}
