package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Extension;
import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.ShutdownReport;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.config.ShutdownOptions;
import dev.serve.api.config.ShutdownStep;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.ServerState;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A stop is five steps, each of them told, limited, and left out when asked for. */
class ShutdownStepsTest {

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private ServerBuilder server() {
        return Greeter.builder(
                routes ->
                        routes.get(
                                "/wait",
                                (_, response) -> {
                                    entered.countDown();
                                    release.await();
                                    response.send("done");
                                }));
    }

    private static CompletableFuture<ShutdownReport> stopping(
            Server server, ShutdownOptions options) {
        CompletableFuture<ShutdownReport> report =
                CompletableFuture.supplyAsync(() -> server.gracefulShutdown(options));
        await().until(() -> server.state() == ServerState.DRAINING);
        return report;
    }

    private static ShutdownReport.Step step(ShutdownReport report, ShutdownStep step) {
        return report.steps().stream()
                .filter(each -> each.step() == step)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theReportTellsEachStepInOrder() {
        List<ShutdownStep> told = Collections.synchronizedList(new ArrayList<>());
        try (Server server =
                server().onEvent(
                                ServerEvent.ShutdownStepBegan.class,
                                event -> told.add(event.step()))
                        .build()
                        .start()) {
            ShutdownReport report = server.stop();

            assertThat(report.steps())
                    .extracting(ShutdownReport.Step::step)
                    .containsExactly(ShutdownStep.values());
            assertThat(told).containsExactly(ShutdownStep.values());
            assertThat(report.failures()).isEmpty();
            assertThat(report.cutByProtocol()).isEmpty();
        }
    }

    @Test
    void duringTheDrainDelayItServesAndAnnouncesTheEndWithEveryAnswer() throws Exception {
        try (Server server = server().build().start();
                RawClient open = RawClient.tcp(server.port("web"))) {
            assertThat(open.get("/hello").header("Connection").filter("close"::equals)).isEmpty();
            CompletableFuture<ShutdownReport> report =
                    stopping(
                            server,
                            ShutdownOptions.AS_CONFIGURED.drainDelay(Duration.ofSeconds(20)));
            assertThat(server.isReady()).isFalse();

            RawAnswer last = open.get("/hello");
            assertThat(last.body()).isEqualTo("hello");
            assertThat(last.header("Connection")).contains("close");
            open.awaitEnd();
            try (RawClient late = RawClient.tcp(server.port("web"))) {
                assertThat(late.get("/hello").header("Connection")).contains("close");
            }
            server.stopNow();
            ShutdownReport done = report.get(10, TimeUnit.SECONDS);
            assertThat(step(done, ShutdownStep.DRAIN_DELAY).took())
                    .isLessThan(Duration.ofSeconds(20));
            assertThat(done.cut()).isZero();
        }
    }

    @Test
    void oneDeadlineHoldsForAllThatWaits() {
        try (Server server = server().build().start()) {
            ShutdownReport report =
                    server.gracefulShutdown(
                            ShutdownOptions.AS_CONFIGURED
                                    .timeout(Duration.ofMillis(100))
                                    .drainDelay(Duration.ofMinutes(1)));
            assertThat(step(report, ShutdownStep.DRAIN_DELAY).took())
                    .isBetween(Duration.ofMillis(90), Duration.ofSeconds(20));
        }
    }

    @Test
    @ExpectLog("Internal server error")
    void whatIsLeftIsCutAndCountedByProtocol() throws Exception {
        try (Server server = server().build().start();
                RawClient client = RawClient.tcp(server.port("web"))) {
            client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

            ShutdownReport report =
                    server.gracefulShutdown(ShutdownOptions.AS_CONFIGURED.timeout(Duration.ZERO));

            assertThat(report.inFlightAtStart()).isEqualTo(1);
            assertThat(report.cut()).isEqualTo(1);
            assertThat(report.cutByProtocol()).containsOnly(Map.entry("http/1.1", 1));
            assertThat(step(report, ShutdownStep.FORCE_CLOSE).before())
                    .isEqualTo(new ShutdownReport.Count(1, 1, Map.of("http", 1)));
            assertThat(step(report, ShutdownStep.FORCE_CLOSE).after())
                    .isEqualTo(new ShutdownReport.Count(0, 0, Map.of()));
            release.countDown();
        }
    }

    @Test
    @ExpectLog("Internal server error")
    void stepsAreSkippedByOurNamesAndByThoseOfK() throws Exception {
        try (Server server =
                        server().set(
                                        "shutdown.skip-steps",
                                        "drain-delay, wait_connections_completion")
                                .set("shutdown.drain-delay", "20s")
                                .build()
                                .start();
                RawClient client = RawClient.tcp(server.port("web"))) {
            client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

            ShutdownReport report = server.stop();

            assertThat(step(report, ShutdownStep.DRAIN_DELAY).skipped()).isTrue();
            assertThat(step(report, ShutdownStep.WAIT).skipped()).isTrue();
            assertThat(step(report, ShutdownStep.STOP_ACCEPTING).skipped()).isFalse();
            assertThat(report.cut()).isEqualTo(1);
            assertThat(report.took()).isLessThan(Duration.ofSeconds(20));
            release.countDown();
        }
    }

    @Test
    void everyStepCanBeSkippedAndTheServerIsStoppedAllTheSame() {
        for (ShutdownStep skipped : ShutdownStep.values()) {
            if (skipped == ShutdownStep.CLEAN_UP) {
                continue; // Its threads are the process's to end.
            }
            try (Server server = server().build().start()) {
                ShutdownReport report =
                        server.gracefulShutdown(ShutdownOptions.AS_CONFIGURED.skip(skipped));
                assertThat(report.failures()).isEmpty();
                assertThat(server.state()).isEqualTo(ServerState.STOPPED);
            }
        }
    }

    @Test
    void aStepThatTakesTooLongIsLeftToItselfAndTold() {
        AtomicBoolean done = new AtomicBoolean();
        Extension slow =
                new Extension() {
                    @Override
                    public String name() {
                        return "slow";
                    }

                    @Override
                    public void stop() {
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        done.set(true);
                    }
                };
        try (Server server = server().extension(slow).build().start()) {
            ShutdownReport report =
                    server.gracefulShutdown(
                            ShutdownOptions.AS_CONFIGURED.stepTimeout(Duration.ofMillis(50)));
            assertThat(report.failures()).containsExactly("clean-up: not done within PT0.05S");
            assertThat(server.state()).isEqualTo(ServerState.STOPPED);
            release.countDown();
            await().untilTrue(done);
        }
    }

    @Test
    @ExpectLog("stopping extension ill failed")
    void oneThatFailsToStopIsToldAndKeepsNoOtherFromIt() {
        AtomicInteger stopped = new AtomicInteger();
        Extension well =
                new Extension() {
                    @Override
                    public String name() {
                        return "well";
                    }

                    @Override
                    public void stop() {
                        stopped.incrementAndGet();
                    }
                };
        Extension ill =
                new Extension() {
                    @Override
                    public String name() {
                        return "ill";
                    }

                    @Override
                    public void stop() {
                        throw new IllegalStateException("no");
                    }
                };
        try (Server server = server().extension(well).extension(ill).build().start()) {
            ShutdownReport report = server.stop();
            assertThat(report.failures()).singleElement().asString().contains("ill").contains("no");
            assertThat(stopped).hasValue(1);
        }
    }

    @Test
    void optionsAreTheConfigurationsUnlessTheySayOtherwise() {
        ShutdownConfig configured =
                ShutdownConfig.builder().drainDelay(Duration.ofSeconds(5)).build();
        assertThat(ShutdownOptions.AS_CONFIGURED.over(configured)).isEqualTo(configured);
        assertThat(
                        ShutdownOptions.AS_CONFIGURED
                                .drainDelay(Duration.ZERO)
                                .over(configured)
                                .drainDelay())
                .isZero();
    }
}
