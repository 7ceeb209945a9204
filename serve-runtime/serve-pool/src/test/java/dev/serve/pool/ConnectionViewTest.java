package dev.serve.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.ServerEvent.ConnectionAdded;
import dev.serve.api.event.ServerEvent.ConnectionFailed;
import dev.serve.api.event.ServerEvent.ConnectionRemoved;
import dev.serve.api.pool.CloseMode;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.TlsFacts;
import dev.serve.api.pool.UnixPeer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A connection as others see it. */
class ConnectionViewTest {

    private static final String FIRST = "conn_000000000001";

    private final Pools pools = new Pools();
    private final ConnectionPool pool = pools.pool(PoolConfig.builder());
    private final Recorded connection = Recorded.on(pool.admit(Pools.peer("192.0.2.1")));
    private final Lease lease = connection.lease;

    private ConnectionView view() {
        return pool.find(FIRST).orElseThrow();
    }

    @Test
    void isFoundByItsId() {
        assertThat(pool.find(lease.id())).isPresent();
        assertThat(pool.find("conn_000000000002")).isEmpty();
        assertThat(pool.find("1")).isEmpty();
        lease.close();
        assertThat(pool.find(FIRST)).isEmpty();
    }

    @Test
    void isListedInTheOrderTheyCame() {
        for (int i = 0; i < 20; i++) {
            pool.admit(null);
        }
        assertThat(pool.connections())
                .extracting(ConnectionView::id)
                .hasSize(21)
                .isSorted()
                .startsWith(FIRST);
    }

    @Test
    void tellsItsProtocolAsItChanges() {
        assertThat(view().protocol()).isEqualTo("accepted");
        lease.proxyBegins();
        assertThat(view().protocol()).isEqualTo("proxy");
        lease.handshakeBegins();
        assertThat(view().protocol()).isEqualTo("handshake");
        lease.detects();
        assertThat(view().protocol()).isEqualTo("detecting");
        lease.protocol("h2", true);
        assertThat(view().protocol()).isEqualTo("h2");
        assertThat(view().draining()).isFalse();
        lease.retire();
        assertThat(view().draining()).isTrue();
    }

    @Test
    void tellsWhoIsThere() {
        TlsFacts tls = new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", "h2", "a.test", null);
        lease.tls(tls);
        lease.unixPeer(() -> Optional.of(new UnixPeer("root", "wheel")));
        lease.local(Pools.peer("::1"));
        assertThat(view().peer()).isEqualTo("192.0.2.1:4711");
        assertThat(view().local()).isEqualTo("[0:0:0:0:0:0:0:1]:4711");
        assertThat(view().tls()).isEqualTo(tls);
        assertThat(view().unixPeer()).isEqualTo(new UnixPeer("root", "wheel"));
        lease.peer(Pools.peer("198.51.100.7"));
        assertThat(view().peer()).isEqualTo("198.51.100.7:4711");
    }

    @Test
    void countsItsBytesAndWhenTheyLastPassed() {
        assertThat(view().lastIn()).isNull();
        assertThat(view().opened()).isEqualTo(Pools.NOON);
        pools.clock.advance(Duration.ofSeconds(3));
        pool.sweep(pools.clock.nanoTime());
        lease.received(10);
        lease.received(5);
        pools.clock.advance(Duration.ofSeconds(1));
        pool.sweep(pools.clock.nanoTime());
        lease.sent(7);
        assertThat(view().bytesIn()).isEqualTo(15);
        assertThat(view().bytesOut()).isEqualTo(7);
        assertThat(view().lastIn()).isEqualTo(Pools.NOON.plusSeconds(3));
        assertThat(view().lastOut()).isEqualTo(Pools.NOON.plusSeconds(4));
    }

    @Test
    void countsItsRequestsAndStreams() {
        lease.protocol("h2", true);
        long one = lease.requestBegins();
        lease.requestBegins();
        lease.streamOpens();
        lease.streamOpens();
        lease.requestEnds(one, lease.now(), false);
        lease.streamCloses(true);
        assertThat(view().requests()).isEqualTo(2);
        assertThat(view().inFlight()).isEqualTo(1);
        assertThat(view().streams()).isEqualTo(2);
        assertThat(view().streamsActive()).isEqualTo(1);
        assertThat(view().streamErrors()).isEqualTo(1);
    }

    @Nested
    class ClosedFromOutside {

        @Test
        void mayFinish() {
            long began = lease.requestBegins();
            assertThat(pool.close(FIRST, CloseMode.DRAIN)).isTrue();
            assertThat(connection.drained).hasValue(1);
            assertThat(lease.isDraining()).isTrue();
            lease.requestEnds(began, lease.now(), false);
            lease.close();
            assertThat(pool.closed()).containsEntry(CloseReason.ADMIN, 1L);
        }

        @Test
        void mayBeCut() {
            assertThat(pool.close(FIRST, CloseMode.ABORT)).isTrue();
            assertThat(connection.aborted).hasValue(1);
            assertThat(connection.interrupted).hasValue(0);
            assertThat(pool.closed()).containsEntry(CloseReason.ADMIN, 1L);
        }

        @Test
        void mayBeInterrupted() {
            assertThat(pool.close(FIRST, CloseMode.ABORT_AND_INTERRUPT)).isTrue();
            assertThat(connection.aborted).hasValue(1);
            assertThat(connection.interrupted).hasValue(1);
        }

        @Test
        void mayBeNone() {
            assertThat(pool.close("conn_00000000002a", CloseMode.ABORT)).isFalse();
            assertThat(pool.close("", CloseMode.ABORT)).isFalse();
        }
    }

    @Nested
    class ToldOf {

        @Test
        void whenItComesAndGoes() {
            lease.ends(CloseReason.PEER);
            lease.ends(CloseReason.ERROR);
            lease.close();
            lease.close();
            assertThat(pools.told)
                    .isEqualTo(
                            List.<ServerEvent>of(
                                    new ConnectionAdded("web", "http_server_00000000002a", FIRST),
                                    new ConnectionRemoved(
                                            "web",
                                            "http_server_00000000002a",
                                            FIRST,
                                            CloseReason.PEER)));
        }

        @Test
        void whenItsEngineFails() {
            IllegalStateException failure = new IllegalStateException("broken");
            lease.fails(failure);
            assertThat(pools.told(ConnectionFailed.class))
                    .singleElement()
                    .satisfies(
                            told -> {
                                assertThat(told.connectionId()).isEqualTo(FIRST);
                                assertThat(told.failure()).isSameAs(failure);
                            });
            lease.close();
            assertThat(pool.closed()).containsEntry(CloseReason.ERROR, 1L);
        }
    }

    @Test
    void aDrainExplainsANormalEndAndNoFault() {
        lease.retire();
        lease.ends(CloseReason.PEER);
        lease.close();
        assertThat(pool.closed()).containsEntry(CloseReason.DRAINED, 1L);
        Recorded other = Recorded.on(pool.admit(null));
        other.lease.retire();
        other.lease.ends(CloseReason.PROTOCOL);
        other.lease.close();
        assertThat(pool.closed()).containsEntry(CloseReason.PROTOCOL, 1L);
    }
}
