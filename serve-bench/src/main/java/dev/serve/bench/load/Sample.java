package dev.serve.bench.load;

import java.time.Duration;

/**
 * What one run gave. Immutable.
 *
 * @param requests answered with 200
 * @param failures answered otherwise, or not at all
 * @param took how long the run was
 * @param p50Micros half of the answers came within
 * @param p99Micros 99 of 100 answers came within
 */
record Sample(long requests, long failures, Duration took, double p50Micros, double p99Micros) {

    double requestsPerSecond() {
        return requests * 1e9 / took.toNanos();
    }
}
