package dev.serve.server;

import dev.serve.api.spi.Door;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.List;
import java.util.Optional;

/**
 * Finds the engine of a connection: by ALPN over TLS, else by its first bytes. Waits for more bytes
 * only as long as what has come may still become a declared prefix, so that bytes may arrive one at
 * a time. Immutable.
 */
final class Detector {

    private final List<Door> doors;

    Detector(List<Door> doors) {
        this.doors = List.copyOf(doors);
    }

    /** ALPN names of all doors, in order of preference. */
    List<String> alpnNames() {
        return doors.stream()
                .flatMap(door -> door.selector().supportedApplicationProtocols().stream())
                .distinct()
                .toList();
    }

    /** The engine that serves an ALPN name. */
    Optional<ServerConnectionSelector> byAlpn(String name) {
        return doors.stream()
                .map(Door::selector)
                .filter(selector -> selector.supportedApplicationProtocols().contains(name))
                .findFirst();
    }

    /**
     * Reads until the engine is clear and takes nothing from the reader; empty when no door fits.
     */
    Optional<ServerConnectionSelector> byBytes(DataReader reader) {
        reader.ensureAvailable();
        int available = reader.available();
        while (true) {
            byte[] begin = new byte[available];
            BufferData data = reader.getBuffer(available);
            data.read(begin);
            boolean undecided = false;
            for (Door door : doors) {
                for (byte[] prefix : door.prefixes()) {
                    switch (compare(begin, prefix)) {
                        case WHOLE -> {
                            return Optional.of(door.selector());
                        }
                        case PART -> undecided = true;
                        case NONE -> {
                            // This prefix is out.
                        }
                    }
                }
            }
            if (!undecided) {
                return doors.stream()
                        .filter(door -> door.prefixes().isEmpty())
                        .map(Door::selector)
                        .findFirst();
            }
            reader.pullData();
            available = reader.available();
        }
    }

    private static Fit compare(byte[] begin, byte[] prefix) {
        int length = Math.min(begin.length, prefix.length);
        for (int i = 0; i < length; i++) {
            if (begin[i] != prefix[i]) {
                return Fit.NONE;
            }
        }
        return begin.length >= prefix.length ? Fit.WHOLE : Fit.PART;
    }

    private enum Fit {
        NONE,
        PART,
        WHOLE
    }
}
