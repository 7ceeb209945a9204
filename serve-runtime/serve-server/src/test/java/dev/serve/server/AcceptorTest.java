package dev.serve.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.event.AcceptState;
import dev.serve.api.event.ServerEvent;
import dev.serve.pool.PoolIdentity;
import dev.serve.testing.ExpectLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptorTest {

    private final BlockingQueue<SocketChannel> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<ServerEvent> events = new LinkedBlockingQueue<>();
    private volatile Consumer<SocketChannel> handler = accepted::add;
    private Acceptor acceptor;

    private void accept(ListenerConfig config) throws IOException {
        acceptor =
                new Acceptor(
                        new PoolIdentity("web", "http_server_0123456789ab", _ -> {}),
                        ListenSocket.open(config, List.of()),
                        gone -> ListenSocket.again(config, gone),
                        channel -> handler.accept(channel),
                        events::add);
        acceptor.start();
    }

    @BeforeEach
    void acceptOnAFreePort() throws IOException {
        accept(ListenerConfig.http(0));
    }

    @AfterEach
    void close() throws IOException {
        acceptor.close();
        for (SocketChannel channel : accepted) {
            channel.close();
        }
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), acceptor.socket().port());
    }

    private void letsIn(SocketAddress address) throws Exception {
        try (SocketChannel _ = SocketChannel.open(address);
                SocketChannel inside = accepted.poll(5, SECONDS)) {
            assertThat(inside).isNotNull();
        }
    }

    private void awaitDeath() {
        await().until(() -> !acceptor.thread().isAlive());
        assertThat(acceptor.state()).isEqualTo(AcceptState.STOPPED);
    }

    private ServerEvent.AcceptingChanged changed(AcceptState from, AcceptState to, String reason) {
        return new ServerEvent.AcceptingChanged("web", from, to, reason);
    }

    private void toldOfDeathAndRebuild(String reason) {
        assertThat(acceptor.state()).isEqualTo(AcceptState.ACCEPTING);
        assertThat(events)
                .containsExactly(
                        changed(AcceptState.ACCEPTING, AcceptState.STOPPED, reason),
                        changed(
                                AcceptState.STOPPED,
                                AcceptState.ACCEPTING,
                                "the acceptor has been rebuilt"));
    }

    @Test
    @ExpectLog("could not be accepted")
    void goesOnWhenAConnectionCannotBeServed() throws Exception {
        handler =
                channel -> {
                    handler = accepted::add;
                    accepted.add(channel);
                    throw new IllegalStateException("no");
                };
        letsIn(address());
        letsIn(address());
        assertThat(acceptor.state()).isEqualTo(AcceptState.ACCEPTING);
    }

    @Test
    void anInterruptChangesNothing() throws Exception {
        acceptor.thread().interrupt();
        letsIn(address());
        letsIn(address());
        assertThat(acceptor.thread().isAlive()).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void whoWaitsInTheQueueIsLetInBeforeItCloses() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        handler =
                channel -> {
                    accepted.add(channel);
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        List<SocketChannel> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                peers.add(SocketChannel.open(address()));
            }
            Thread closing = Thread.ofVirtual().start(acceptor::close);
            await().until(() -> acceptor.state() == AcceptState.STOPPED);
            goOn.countDown();
            closing.join();
            assertThat(accepted).hasSize(20);
        } finally {
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    @Nested
    class WhenItDies {

        @Test
        @ExpectLog(value = "closed by somebody else", level = System.Logger.Level.ERROR)
        void ofASocketClosedUnderItItsAddressIsBoundAgain() throws Exception {
            InetSocketAddress address = address();
            acceptor.socket().close();
            awaitDeath();
            acceptor.check(System.nanoTime());
            letsIn(address);
            toldOfDeathAndRebuild("its socket was closed by somebody else");
        }

        @Test
        @ExpectLog(value = "its thread failed", level = System.Logger.Level.ERROR)
        void ofAnErrorItsSocketStaysAndAnotherThreadAccepts() throws Exception {
            ListenSocket socket = acceptor.socket();
            handler =
                    channel -> {
                        handler = accepted::add;
                        accepted.add(channel);
                        throw new OutOfMemoryError("made up");
                    };
            letsIn(address());
            awaitDeath();
            try (SocketChannel _ = SocketChannel.open(address())) {
                acceptor.check(System.nanoTime());
                assertThat(accepted.poll(5, SECONDS)).as("waited in the kernel").isNotNull();
            }
            assertThat(acceptor.socket()).isSameAs(socket);
            toldOfDeathAndRebuild("its thread failed");
        }

        @Test
        @ExpectLog(value = "closed by somebody else", level = System.Logger.Level.ERROR)
        void onAUnixSocketItsPathIsBoundAgain(@TempDir Path directory) throws Exception {
            acceptor.close();
            Path path = directory.resolve("a.sock");
            accept(ListenerConfig.unix(path.toString()));
            acceptor.socket().close();
            awaitDeath();
            acceptor.check(System.nanoTime());
            letsIn(UnixDomainSocketAddress.of(path));
            toldOfDeathAndRebuild("its socket was closed by somebody else");
        }

        @Test
        @ExpectLog(value = "closed by somebody else", level = System.Logger.Level.ERROR)
        @ExpectLog("could not be rebuilt, 1 attempts")
        void itTriesAgainUntilItsAddressIsFree() throws Exception {
            InetSocketAddress address = address();
            acceptor.socket().close();
            awaitDeath();
            long now = System.nanoTime();
            try (ServerSocket _ = new ServerSocket(address.getPort(), 1, address.getAddress())) {
                acceptor.check(now);
                acceptor.check(now + 1);
            }
            assertThat(acceptor.state()).isEqualTo(AcceptState.STOPPED);
            acceptor.check(now + SECONDS.toNanos(2));
            letsIn(address);
        }

        @Test
        void becauseItIsClosedItStaysDead() {
            acceptor.close();
            acceptor.check(System.nanoTime());
            assertThat(acceptor.thread().isAlive()).isFalse();
            assertThat(acceptor.socket().isOpen()).isFalse();
            assertThat(acceptor.state()).isEqualTo(AcceptState.STOPPED);
            assertThat(events).isEmpty();
        }
    }
}
