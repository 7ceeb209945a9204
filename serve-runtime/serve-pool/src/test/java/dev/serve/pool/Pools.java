package dev.serve.pool;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.testing.MovableClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes pools on a clock that tests move, and keeps what they tell. */
final class Pools {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    final MovableClock clock = new MovableClock();
    final List<ServerEvent> told = new CopyOnWriteArrayList<>();

    ConnectionPool pool(PoolConfig.Builder config) {
        return new ConnectionPool(
                new PoolIdentity("web", "http_server_00000000002a", event -> told.add(event.get())),
                config.build(),
                clock.nanos(),
                () -> NOON);
    }

    /** A pool on the clock of the system, to which nobody listens. */
    static ConnectionPool real(PoolConfig.Builder config) {
        return new ConnectionPool(
                new PoolIdentity("web", "http_server_00000000002a", event -> {}),
                config.build(),
                System::nanoTime,
                Instant::now);
    }

    /** A peer at an address, without asking a name server. */
    static SocketAddress peer(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 4_711);
    }

    <E extends ServerEvent> List<E> told(Class<E> type) {
        return told.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
