package dev.serve.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** How long and how often is measured, and where. */
class RoundOptions {

    @Option(names = "--rounds", description = "Rounds, each with every side.")
    private int rounds = 5;

    @Option(names = "--forks", description = "Times the servers are started anew.")
    private int forks = 2;

    @Option(names = "--millis", description = "Milliseconds of one side in one round.")
    private int millis = 2_000;

    @Option(
            names = "--shared-cpus",
            description = "Do not keep server and client on a CPU of their own.")
    private boolean sharedCpus;

    @Option(names = "--jvm", split = " ", description = "Flags of the servers' JVMs.")
    private List<String> jvm = ServerFlags.DEFAULT;

    int rounds() {
        return rounds;
    }

    int forks() {
        return forks;
    }

    /** Of one side in one round. */
    Duration time() {
        return Duration.ofMillis(millis);
    }

    /** Parts the processors, unless they are to be shared. */
    Processors processors() throws IOException, InterruptedException {
        return sharedCpus ? Processors.shared() : Processors.apart();
    }

    List<String> jvm() {
        return jvm;
    }

    /** For the first line of a table. */
    @Override
    public String toString() {
        return "%s; %d JVMs a side with %d rounds of %d ms"
                .formatted(String.join(" ", jvm), forks, rounds, millis);
    }
}
