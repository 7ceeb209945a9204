package dev.serve.http.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Application;
import dev.serve.api.Extension;
import dev.serve.api.ListenerException;
import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.ShutdownReport;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.ServerState;
import dev.serve.api.routing.Routes;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLifeTest {

    @Nested
    class Starting {

        @Test
        void servesOnAPortOfItsOwn() throws Exception {
            try (Server server = Greeter.start();
                    Client client = Client.of(server.port("web"))) {
                assertThat(client.get("/hello").body()).isEqualTo("hello");
                assertThat(server.state()).isEqualTo(ServerState.RUNNING);
            }
        }

        @Test
        void namesListenerAddressAndCauseWhenAPortIsTaken(@TempDir Path directory)
                throws Exception {
            Path socket = directory.resolve("a.sock");
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Server server =
                        Server.builder()
                                .listener("first", listener -> listener.path(socket.toString()))
                                .listener("second", listener -> listener.port(taken.getLocalPort()))
                                .build();
                assertThatThrownBy(server::start)
                        .isInstanceOf(ListenerException.class)
                        .hasMessageStartingWith(
                                "listener \"second\": cannot bind 127.0.0.1:"
                                        + taken.getLocalPort())
                        .hasCauseInstanceOf(IOException.class);
                assertThat(server.state()).isEqualTo(ServerState.FAILED);
                assertThat(Files.exists(socket)).as("nothing stays half started").isFalse();
            }
        }

        @Test
        void happensOnce() {
            try (Server server = Greeter.start()) {
                assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
            }
            try (Server stopped = Greeter.builder().build()) {
                stopped.stop();
                assertThatThrownBy(stopped::start).hasMessageContaining("STOPPED");
            }
        }

        @Test
        void preparesTheApplicationWhenTheConfigurationIsFinalAndBeforeAnythingIsBound() {
            List<String> order = new ArrayList<>();
            Application application =
                    new Application() {
                        @Override
                        public String name() {
                            return "recorded";
                        }

                        @Override
                        public void prepare(ServerConfig config) {
                            order.add("prepare " + config.listeners().keySet());
                        }

                        @Override
                        public void routes(String listener, ListenerConfig config, Routes routes) {
                            order.add("routes " + listener);
                        }
                    };
            Extension extension = new Recorded("one", order);
            try (Server server =
                    Greeter.builder()
                            .application(application)
                            .extension(extension)
                            .onEvent(
                                    ServerEvent.ListenerOpened.class,
                                    event -> order.add("opened " + event.listener()))
                            .build()) {
                server.start();
                assertThat(order)
                        .containsExactly("routes web", "prepare [web]", "one starts", "opened web");
            }
        }

        @Test
        void stopsWhatHadStartedWhenAnExtensionFails() {
            List<String> order = new ArrayList<>();
            Extension failing =
                    new Extension() {
                        @Override
                        public String name() {
                            return "failing";
                        }

                        @Override
                        public void start(Server server) throws IOException {
                            throw new IOException("no disk");
                        }
                    };
            Server server =
                    Greeter.builder()
                            .extension(new Recorded("one", order))
                            .extension(failing)
                            .build();
            assertThatThrownBy(server::start)
                    .hasMessage("extension \"failing\" cannot start: no disk");
            assertThat(order).containsExactly("one starts", "one stops");
            assertThat(server.state()).isEqualTo(ServerState.FAILED);
        }
    }

    /** An extension that writes down its life. */
    private record Recorded(String name, List<String> order) implements Extension {
        @Override
        public void start(Server server) {
            order.add(name + " starts");
        }

        @Override
        public void drain(Duration left) {
            order.add(name + " drains");
        }

        @Override
        public void stop() {
            order.add(name + " stops");
        }
    }

    @Nested
    class Stopping {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        private ServerBuilder slow() {
            return Greeter.builder(
                    routes ->
                            routes.get(
                                    "/slow",
                                    (req, res) -> {
                                        entered.countDown();
                                        release.await();
                                        res.send("slow");
                                    }));
        }

        @Test
        void letsTheAnswerInFlightLeaveAndAnnouncesTheEnd() throws Exception {
            try (Server server = slow().build().start();
                    Client client = Client.of(server.port("web"));
                    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<HttpResponse<String>> answer = executor.submit(() -> client.get("/slow"));
                assertThat(entered.await(10, SECONDS)).isTrue();
                Future<ShutdownReport> stopping = executor.submit(server::stop);
                await().until(() -> server.state() == ServerState.DRAINING);
                release.countDown();
                assertThat(answer.get(10, SECONDS).body()).isEqualTo("slow");
                assertThat(answer.get().headers().firstValue("connection")).contains("close");
                ShutdownReport report = stopping.get(10, SECONDS);
                assertThat(report.inFlightAtStart()).isEqualTo(1);
                assertThat(report.cut()).isZero();
                assertThat(server.state()).isEqualTo(ServerState.STOPPED);
            }
        }

        @Test
        @ExpectLog("Internal server error")
        void cutsAndCountsWhatIsLeftAtTheDeadline() throws Exception {
            try (Server server =
                            slow().shutdown(shutdown -> shutdown.timeout(Duration.ofMillis(200)))
                                    .build()
                                    .start();
                    Socket peer =
                            new Socket(InetAddress.getLoopbackAddress(), server.port("web"))) {
                peer.getOutputStream()
                        .write(
                                "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"
                                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                assertThat(entered.await(10, SECONDS)).isTrue();
                ShutdownReport report = server.stop();
                assertThat(report.cut()).isEqualTo(1);
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
                release.countDown();
            }
        }

        @Test
        @ExpectLog("Internal server error")
        void aSecondStopCutsAtOnceAndBothGetTheSameReport() throws Exception {
            try (Server server = slow().build().start();
                    Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.port("web"));
                    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                peer.getOutputStream()
                        .write(
                                "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"
                                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                assertThat(entered.await(10, SECONDS)).isTrue();
                Future<ShutdownReport> stopping = executor.submit(server::stop);
                await().until(() -> server.state() == ServerState.DRAINING);
                ShutdownReport report = server.stopNow();
                assertThat(report.cut()).isEqualTo(1);
                assertThat(stopping.get(10, SECONDS)).isEqualTo(report);
                release.countDown();
            }
        }

        @Test
        @ExpectLog("Internal server error")
        void doesNotWaitForHandlersThatHaveBeenCut() throws Exception {
            ServerBuilder builder = Server.builder();
            CountDownLatch inside = new CountDownLatch(3);
            CountDownLatch interrupted = new CountDownLatch(3);
            for (String name : List.of("one", "two", "three")) {
                builder.listener(
                        name,
                        listener ->
                                listener.port(0)
                                        .routing(
                                                routes ->
                                                        routes.get(
                                                                "/never",
                                                                (req, res) -> {
                                                                    inside.countDown();
                                                                    try {
                                                                        release.await();
                                                                    } catch (
                                                                            InterruptedException
                                                                                    e) {
                                                                        interrupted.countDown();
                                                                        throw e;
                                                                    }
                                                                })));
            }
            List<RawClient> clients = new ArrayList<>();
            try (Server server = builder.build().start()) {
                for (String name : List.of("one", "two", "three")) {
                    clients.add(
                            RawClient.tcp(server.port(name))
                                    .send("GET /never HTTP/1.1\r\nHost: a\r\n\r\n"));
                }
                assertThat(inside.await(10, SECONDS)).isTrue();
                ShutdownReport report = server.stopNow();
                assertThat(report.cut()).isEqualTo(3);
                assertThat(report.took()).isLessThan(Duration.ofMillis(900));
                assertThat(interrupted.await(5, SECONDS)).isTrue();
            } finally {
                clients.forEach(RawClient::close);
            }
        }

        @Test
        void closesIdleKeepAliveConnectionsWithoutWaiting() throws Exception {
            try (Server server = Greeter.start();
                    Socket silent =
                            new Socket(InetAddress.getLoopbackAddress(), server.port("web"));
                    Client client = Client.of(server.port("web"))) {
                client.get("/hello");
                await().until(() -> server.listeners().getFirst().connections() == 2);
                ShutdownReport report = server.stop();
                assertThat(report.finished()).isEqualTo(2);
                assertThat(report.took()).isLessThan(Duration.ofSeconds(10));
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
            }
        }

        @Test
        void goesOnAcceptingForTheDrainDelay() throws Exception {
            try (Server server =
                            Greeter.builder()
                                    .shutdown(
                                            shutdown -> shutdown.drainDelay(Duration.ofSeconds(20)))
                                    .build()
                                    .start();
                    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<ShutdownReport> stopping = executor.submit(server::stop);
                await().until(() -> server.state() == ServerState.DRAINING);
                try (Client late = Client.of(server.port("web"))) {
                    assertThat(late.get("/hello").body()).isEqualTo("hello");
                }
                server.stopNow();
                assertThat(stopping.get(10, SECONDS).cut()).isZero();
            }
        }

        @Test
        void tellsEveryStepAndStopsExtensionsInReverse() {
            List<Object> told = new ArrayList<>();
            List<String> order = new ArrayList<>();
            Server server =
                    Greeter.builder()
                            .extension(new Recorded("one", order))
                            .extension(new Recorded("two", order))
                            .onEvent(
                                    ServerEvent.StateChanged.class, change -> told.add(change.to()))
                            .build()
                            .start();
            server.stop();
            assertThat(told)
                    .containsExactly(
                            ServerState.STARTING,
                            ServerState.RUNNING,
                            ServerState.DRAINING,
                            ServerState.STOPPED);
            assertThat(order)
                    .containsExactly(
                            "one starts",
                            "two starts",
                            "one drains",
                            "two drains",
                            "two stops",
                            "one stops");
        }
    }

    @Nested
    class Admission {

        @Test
        @ExpectLog("refused 1 connections")
        void closesTheConnectionThatIsOneTooMany() throws Exception {
            try (Server server =
                            Server.builder()
                                    .listener(
                                            "web",
                                            listener ->
                                                    listener.port(0)
                                                            .pool(pool -> pool.maxConnections(1)))
                                    .build()
                                    .start();
                    Socket first =
                            new Socket(InetAddress.getLoopbackAddress(), server.port("web"))) {
                await().until(() -> server.listeners().getFirst().connections() == 1);
                try (Socket second =
                        new Socket(InetAddress.getLoopbackAddress(), server.port("web"))) {
                    assertThat(second.getInputStream().read()).isEqualTo(-1);
                }
                assertThat(first.isConnected()).isTrue();
                assertThat(server.listeners().getFirst().refused()).isEqualTo(1);
            }
        }
    }
}
