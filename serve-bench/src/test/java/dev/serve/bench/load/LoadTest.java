package dev.serve.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.serve.testing.ExpectLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The drivers run and print what they are for. How fast anything is stands in no test. A raw
 * Helidon that is stopped under load may log what it refuses.
 */
@ExpectLog(level = System.Logger.Level.ERROR, logger = "io.helidon")
@ExpectLog(logger = "io.helidon")
class LoadTest {

    /** A table's line of one side that answered and failed nothing. */
    private static final String ANSWERED = "\\s+[1-9]\\d*\\s+\\d+\\.\\d+\\s+\\d+\\s+\\d+\\s+0\\R";

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        return Main.command()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(arguments);
    }

    @Test
    void loadComparesTheRowsAskedForOnBothSides() {
        int code =
                run(
                        "load",
                        "hello",
                        "https",
                        "--shared-cpus",
                        "--client=own",
                        "--connections=4",
                        "--forks=1",
                        "--rounds=1",
                        "--millis=200",
                        "--warmup=1");
        assertThat(said.toString())
                .containsPattern("hello: (?s).*https: ")
                .containsPattern("(?s)(serve" + ANSWERED + "\\s+helidon" + ANSWERED + ".*){2}")
                .containsPattern("(?s)(ratio +\\d+\\.\\d+ .*){2}");
        assertThat(code).isZero();
    }

    @Test
    void startTellsWhatIsNoDistribution(@TempDir Path empty) {
        int code = run("start", "--distribution", empty.toString());
        assertThat(said.toString())
                .contains(empty + " is no distribution (expected: a directory with bin/serve)");
        assertThat(code).isEqualTo(2);
    }

    @Test
    void sessionsAreMeasuredBesideHelidons() {
        int code =
                run(
                        "ws",
                        "echo16",
                        "--sides=OURS",
                        "--shared-cpus",
                        "--connections=2",
                        "--forks=1",
                        "--rounds=1",
                        "--millis=100",
                        "--warmup=1");
        assertThat(said.toString().lines())
                .anyMatch(line -> line.startsWith("echo16: "))
                .anyMatch(line -> line.strip().matches("serve( +[0-9.]+){3}.*"))
                .anyMatch(line -> line.strip().matches("helidon( +[0-9.]+){3}.*"));
        assertThat(code).isZero();
    }

    @Test
    void idleSessionsAreMeasuredAndServedAfter() {
        int code = run("ws-idle", "--sides=OURS", "--sessions=20", "--warm=1");
        // In its millisecond a session may be answered more than once.
        assertThat(said.toString())
                .containsPattern("serve( +-?\\d+\\.\\d+){2} +([2-9]\\d|\\d{3,})\\R");
        assertThat(code).isZero();
    }

    @Test
    void swapTellsEveryKindOfChange() {
        int code = run("swap", "--swaps=2", "--warm=1");
        assertThat(said.toString())
                .containsPattern("routes( +\\d+\\.\\d+){3}")
                .containsPattern("generation( +\\d+\\.\\d+){3}");
        assertThat(code).isZero();
    }

    @Test
    void changesAreCountedOnBothSidesAndOursFailNobody() {
        int code = run("changes", "--changes=4", "--connections=2");
        assertThat(said.toString())
                .containsPattern("serve +4 +[1-9]\\d* +0 +[1-9]\\d* +0\\R")
                .containsPattern("helidon +4 +[1-9]\\d* +\\d+ +[1-9]\\d* +\\d+\\R");
        assertThat(code).isZero();
    }

    @Test
    void whatWrkSaysIsUnderstood() throws Exception {
        Sample sample =
                WrkClient.sampleIn(
                        """
                        Running 2s test @ http://127.0.0.1:8080/hello
                          1 threads and 64 connections
                          Thread Stats   Avg      Stdev     Max   +/- Stdev
                            Latency     1.20ms  700.00us  20.01ms   91.00%
                            Req/Sec    52.01k     3.20k   58.00k    70.00%
                          Latency Distribution
                             50%  980.00us
                             75%    1.30ms
                             90%    1.80ms
                             99%    4.10ms
                          103900 requests in 2.00s, 14.00MB read
                          Socket errors: connect 0, read 2, write 0, timeout 1
                          Non-2xx or 3xx responses: 10
                        Requests/sec:  51950.00
                        Transfer/sec:      7.00MB
                        """);
        assertThat(sample)
                .isEqualTo(new Sample(103_890, 13, Duration.ofSeconds(2), 980.0, 4_100.0));
    }

    @Test
    void h2ComparesTheRowsAskedForOnBothSides() {
        assumeThat(H2LoadClient.present()).as("h2load is there").isTrue();
        int code =
                run(
                        "h2",
                        "c4x10",
                        "--shared-cpus",
                        "--sides=ours",
                        "--forks=1",
                        "--rounds=1",
                        "--millis=1000",
                        "--warmup=1");
        assertThat(said.toString())
                .containsPattern("(?s)c4x10: .*serve" + ANSWERED + "\\s+helidon" + ANSWERED)
                .containsPattern("ratio +\\d+\\.\\d+ ");
        assertThat(code).isZero();
    }

    @Test
    void idleConnectionsOfHttp2AreCounted() {
        int code = run("idle", "--h2", "--sides=ours", "--connections=20", "--warm=1");
        assertThat(said.toString()).containsPattern("serve +-?\\d+\\.\\d+ +-?\\d+\\.\\d+");
        assertThat(code).isZero();
    }

    @Test
    void whatH2loadSaysIsUnderstood() throws Exception {
        Latencies times = new Latencies();
        times.add(100_000);
        Sample sample =
                H2LoadClient.sampleIn(
                        """
                        finished in 2.01s, 9831.50 req/s, 355.57KB/s
                        requests: 19703 total, 19703 started, 19663 done, 19663 succeeded, 3 failed, 2 errored, 1 timeout
                        status codes: 19663 2xx, 0 3xx, 0 4xx, 0 5xx
                        """,
                        times);
        assertThat(sample.requests()).isEqualTo(19_663);
        assertThat(sample.failures()).isEqualTo(6);
        assertThat(sample.took()).isEqualTo(Duration.ofMillis(2_010));
        assertThat(sample.p99Micros()).isBetween(97.0, 100.0);
    }

    @Test
    void latenciesAreWithinThreePercent() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 1_000; micros++) {
            latencies.add(micros * 1_000L);
        }
        assertThat(latencies.micros(0.5)).isBetween(485.0, 500.0);
        assertThat(latencies.micros(0.99)).isBetween(960.0, 990.0);
        assertThat(latencies.total()).isEqualTo(1_000);
    }
}
