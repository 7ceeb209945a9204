package dev.serve.bench.load;

import picocli.CommandLine.Option;

/** Rounds of a client that is told how many requests it sends. */
final class RequestRounds extends RoundOptions {

    @Option(
            names = "--warmup",
            description = "Requests to each side before the rounds, for at most a minute.")
    private int warmup = 500_000;

    /** Requests. */
    int warmup() {
        return warmup;
    }
}
