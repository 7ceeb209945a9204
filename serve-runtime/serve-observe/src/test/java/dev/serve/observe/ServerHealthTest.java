package dev.serve.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.ShutdownReport;
import dev.serve.api.config.ConfigException;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.observe.HealthCheck;
import dev.serve.api.observe.HealthReport;
import dev.serve.api.observe.HealthState;
import dev.serve.api.observe.HealthView;
import dev.serve.api.spi.Readiness;
import dev.serve.testing.TestHttpClient;
import io.helidon.health.HealthCheckResponse;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerHealthTest {

    private static final String ADMIN = "admin";

    private @Nullable Server server;
    private @Nullable TestHttpClient client;

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.stop();
        }
    }

    private Server start(Consumer<ServerBuilder> change) {
        ServerBuilder builder =
                Server.builder()
                        .listener(
                                "web",
                                web -> web.port(0).routing(routes -> routes.respond("/", 200, "w")))
                        .listener(ADMIN, admin -> admin.port(0))
                        .observe(observe -> observe.listeners(List.of(ADMIN)));
        change.accept(builder);
        Server started = builder.build().start();
        server = started;
        return started;
    }

    private TestHttpClient http(Server of, String listener) {
        TestHttpClient made =
                TestHttpClient.of(URI.create("http://127.0.0.1:" + of.port(listener)));
        client = made;
        return made;
    }

    /** A check that says what it is told to. */
    private static final class Dependency implements HealthCheck {
        private final AtomicReference<Result> says;
        private final Probe probe;

        Dependency(Probe probe, Result first) {
            this.probe = probe;
            this.says = new AtomicReference<>(first);
        }

        @Override
        public String name() {
            return "store";
        }

        @Override
        public Probe probe() {
            return probe;
        }

        @Override
        public Result check() {
            return Objects.requireNonNull(says.get());
        }
    }

    private static Consumer<ServerBuilder> with(HealthCheck check) {
        return builder ->
                builder.extension(new ObserveExtension().check(check))
                        .set("observe.health.check-interval", "0s");
    }

    @Test
    void probesOfKubernetesAreAnsweredOnTheListenersNamed() {
        Server started = start(_ -> {});
        TestHttpClient admin = http(started, ADMIN);

        for (String path : List.of("/livez", "/readyz", "/startupz", "/healthz", "/ready")) {
            HttpResponse<String> answer = admin.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("cache-control").orElse(""))
                    .contains("no-cache");
        }
        assertThat(admin.get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
        assertThat(admin.head("/readyz").statusCode()).isEqualTo(200);
        admin.close();
        assertThat(http(started, "web").get("/readyz").statusCode()).isEqualTo(404);
    }

    @Test
    void aListenerThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> start(builder -> builder.set("observe.listeners", "nowhere")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "observe.listeners: \"nowhere\" (expected: one of web, admin)");
    }

    @Test
    void healthIsToldAsK070() {
        Server started = start(_ -> {});
        TestHttpClient admin = http(started, ADMIN);

        assertThat(admin.get("/health").body())
                .startsWith("{\"status\":\"healthy\",\"reasons\":[]");
        assertThat(admin.get("/health?detailed=true").body())
                .contains("\"config\":{")
                .contains("\"servers\":[{\"server\":\"web\",\"status\":\"healthy\"")
                .contains("\"utilization\":0.0");
        assertThat(admin.get("/health?server=web").body())
                .isEqualTo("{\"server\":\"web\",\"status\":\"healthy\",\"reasons\":[]}");
        HttpResponse<String> unknown = admin.get("/health?server=nowhere");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"servers\":[\"web\",\"admin\"]");
        assertThat(admin.get("/servers").body())
                .contains(
                        "{\"name\":\"web\",\"protocols\":[\"http\"],\"address\":\"127.0.0.1:"
                                + started.port("web")
                                + "\",\"port\":"
                                + started.port("web")
                                + ",\"status\":\"healthy\"}");
    }

    @Test
    void aCheckOfReadinessTakesTheServerOutAndLetsItLive() {
        Dependency store =
                new Dependency(HealthCheck.Probe.READINESS, HealthCheck.Result.down("no route"));
        Server started = start(with(store));
        TestHttpClient admin = http(started, ADMIN);

        HttpResponse<String> ready = admin.get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body())
                .isEqualTo("{\"status\":\"not_ready\",\"reasons\":[\"check store: no route\"]}");
        assertThat(admin.get("/livez").statusCode()).isEqualTo(200);
        assertThat(admin.get("/health").statusCode()).isEqualTo(503);
        assertThat(started.view(Readiness.class).orElseThrow().isReady())
                .as("what the health service of gRPC follows")
                .isFalse();

        store.says.set(HealthCheck.Result.degraded("slow"));
        assertThat(admin.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(admin.get("/health").statusCode()).isEqualTo(200);
        assertThat(admin.get("/health").body()).startsWith("{\"status\":\"degraded\"");
    }

    @Test
    void aCheckOfLivenessAsksForANewProcess() {
        Server started =
                start(
                        with(
                                new Dependency(
                                        HealthCheck.Probe.LIVENESS,
                                        HealthCheck.Result.down("stuck"))));
        TestHttpClient admin = http(started, ADMIN);

        assertThat(admin.get("/livez").statusCode()).isEqualTo(503);
        assertThat(admin.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void aCheckOfStartupIsWaitedFor() {
        Dependency caches =
                new Dependency(HealthCheck.Probe.STARTUP, HealthCheck.Result.down("filling"));
        TestHttpClient admin = http(start(with(caches)), ADMIN);

        assertThat(admin.get("/startupz").statusCode()).isEqualTo(503);
        caches.says.set(HealthCheck.Result.up());
        assertThat(admin.get("/startupz").statusCode()).isEqualTo(200);
    }

    @Test
    void aCheckOfHelidonIsAsked() {
        Server started =
                start(
                        builder ->
                                builder.extension(
                                        new ObserveExtension()
                                                .check(
                                                        () ->
                                                                HealthCheckResponse.builder()
                                                                        .status(false)
                                                                        .detail("free", 7)
                                                                        .build())));

        HealthReport report = started.view(HealthView.class).orElseThrow().report();

        HealthReport.CheckHealth free =
                report.checks().stream()
                        .filter(check -> check.details().containsKey("free"))
                        .findFirst()
                        .orElseThrow();
        assertThat(free.state()).isEqualTo(HealthState.DOWN);
        assertThat(free.details()).containsEntry("free", "7");
    }

    @Test
    void checksOfHelidonThatALibraryProvidesAreAsked() {
        Server started = start(_ -> {});

        assertThat(http(started, ADMIN).get("/health?detailed=true").body())
                .contains(
                        "\"checks\":[{\"name\":\"library\",\"status\":\"healthy\"",
                        "\"details\":{\"loaded\":\"3\"}");
    }

    @Test
    void moreHeapThanTheLimitTakesTheServerOut() {
        Server started = start(builder -> builder.set("observe.health.memory-limit", "1B"));
        System.gc(); // what a collection leaves is what counts
        HttpResponse<String> ready = http(started, ADMIN).get("/readyz");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("observe.health.memory-limit");

        started.updateConfig(
                config ->
                        config.observe(
                                observe -> observe.health(health -> health.memoryLimit(1L << 40))));
        assertThat(http(started, ADMIN).get("/readyz").statusCode()).isEqualTo(200);
        assertThat(started.view(HealthView.class).orElseThrow().report().lastChange())
                .startsWith("applied as version 2");
    }

    @Test
    void aFullPoolIsTheWorstOfTheWhole() {
        Server started = start(builder -> builder.set("listeners.web.pool.max-connections", "1"));
        try (TestHttpClient web = http(started, "web")) {
            assertThat(web.get("/").statusCode()).isEqualTo(200);
            HealthView view = started.view(HealthView.class).orElseThrow();
            await().until(() -> view.report().state() == HealthState.DOWN);
            HealthReport report = view.report();
            assertThat(report.ready()).isTrue();
            assertThat(report.listeners().getFirst().state()).isEqualTo(HealthState.DOWN);
            assertThat(report.listeners().getLast().state()).isEqualTo(HealthState.UP);
            assertThat(report.reasons()).hasSize(1);
            assertThat(report.reasons().getFirst()).startsWith("listener \"web\": ");
        }
    }

    /** It waits long for its probes; tells when its stop has begun. */
    private Server startWithDrainProbes(int probes, CountDownLatch stopping) {
        return start(
                builder ->
                        builder.onEvent(
                                        ServerEvent.ShutdownStepBegan.class,
                                        _ -> stopping.countDown())
                                .shutdown(
                                        shutdown ->
                                                shutdown.timeout(Duration.ofMinutes(5))
                                                        .drainDelay(Duration.ofMinutes(4))
                                                        .drainProbes(probes)));
    }

    @Test
    void theDrainDelayEndsWhenProbesHaveSeenIt() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        Server started = startWithDrainProbes(2, waiting);
        TestHttpClient admin = http(started, ADMIN);
        assertThat(admin.get("/readyz").statusCode()).isEqualTo(200);
        CompletableFuture<ShutdownReport> stopped = CompletableFuture.supplyAsync(started::stop);
        waiting.await();

        assertThat(admin.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(stopped).isNotDone();
        HttpResponse<String> health = admin.get("/health");

        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("the server is stopping");
        assertThat(stopped.get().took()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void probesOfAnotherQuestionDoNotEndTheDrainDelay() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Server started = startWithDrainProbes(1, waiting);
        started.view(Readiness.class).orElseThrow().whenTold(1, told::countDown);
        TestHttpClient admin = http(started, ADMIN);
        CompletableFuture<ShutdownReport> stopped = CompletableFuture.supplyAsync(started::stop);
        waiting.await();

        assertThat(admin.get("/livez").statusCode()).as("it lives").isEqualTo(200);
        assertThat(admin.get("/startupz").statusCode()).as("it has started").isEqualTo(200);
        assertThat(told.getCount()).isOne();
        assertThat(admin.get("/readyz").statusCode()).isEqualTo(503);

        told.await();
        assertThat(stopped.get().took()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void whetherItLivesDoesNotDependOnWhatItNeeds() {
        AtomicInteger asked = new AtomicInteger();
        HealthCheck store =
                new HealthCheck() {
                    @Override
                    public String name() {
                        return "store";
                    }

                    @Override
                    public Result check() {
                        asked.incrementAndGet();
                        return Result.up();
                    }
                };
        TestHttpClient admin = http(start(with(store)), ADMIN);

        assertThat(admin.get("/livez").statusCode()).isEqualTo(200);
        assertThat(admin.get("/startupz").statusCode()).isEqualTo(200);
        assertThat(asked).as("who hangs would have held up both").hasValue(0);
        assertThat(admin.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(asked).hasValue(1);
    }
}
