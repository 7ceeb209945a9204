package dev.serve.server;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.Door;
import dev.serve.api.spi.TlsOnly;
import dev.serve.api.spi.Wire;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the engine of a connection: by ALPN over TLS, else by its first bytes. It waits for bytes
 * only while more than one engine can be meant, so they may arrive one at a time, and a server that
 * speaks first is asked at once where it is alone. It reads no further than the longest prefix; the
 * pool's deadlines end a wait. Immutable.
 */
final class Detector {

    private final List<Door> doors;
    private final PrefixTrie prefixes;
    private final @Nullable Door fallback;
    private final List<String> alpnNames;

    /**
     * A detector over doors, in order of preference.
     *
     * @throws IllegalArgumentException if first bytes cannot tell the doors apart
     */
    Detector(List<Door> doors) {
        this.doors = List.copyOf(doors);
        this.prefixes = new PrefixTrie(doors);
        this.fallback =
                doors.stream().filter(door -> door.prefixes().isEmpty()).findFirst().orElse(null);
        this.alpnNames =
                doors.stream()
                        .flatMap(door -> door.selector().supportedApplicationProtocols().stream())
                        .distinct()
                        .toList();
    }

    /** ALPN names of all doors, in order of preference. */
    List<String> alpnNames() {
        return alpnNames;
    }

    /** The words in which an engine asks for TLS; empty when none knows the bytes. */
    byte[] tlsExpected(byte[] firstBytes) {
        for (Door door : doors) {
            if (door.selector() instanceof TlsOnly engine) {
                byte[] answer = engine.tlsExpected(firstBytes);
                if (answer.length > 0) {
                    return answer;
                }
            }
        }
        return new byte[0];
    }

    /** The engine that serves an ALPN name. */
    Optional<ServerConnectionSelector> byAlpn(String name) {
        return doors.stream()
                .map(Door::selector)
                .filter(selector -> selector.supportedApplicationProtocols().contains(name))
                .findFirst();
    }

    /**
     * Reads until the engine is clear, and leaves all bytes in the wire's window.
     *
     * @param observer told when a beginning is there and the rest must be waited for
     * @return empty when no door fits or the peer has ended before one did
     * @throws IOException if the connection is lost
     */
    Optional<ServerConnectionSelector> byBytes(Wire wire, ConnectionObserver observer)
            throws IOException {
        if (doors.size() == 1 && fallback != null) {
            return selector(fallback);
        }
        PrefixTrie.Node at = prefixes.root();
        int seen = 0;
        while (at.door() == null) {
            if (seen == wire.available()) {
                if (seen > 0) {
                    // It may have come with the end of a handshake, and then nobody knows of it.
                    observer.headBegins();
                }
                if (!wire.more()) {
                    return Optional.empty();
                }
            }
            PrefixTrie.Node next = at.next(wire.input()[wire.position() + seen]);
            if (next == null) {
                return selector(fallback);
            }
            seen++;
            at = next;
        }
        return selector(at.door());
    }

    private static Optional<ServerConnectionSelector> selector(@Nullable Door door) {
        return Optional.ofNullable(door).map(Door::selector);
    }
}
