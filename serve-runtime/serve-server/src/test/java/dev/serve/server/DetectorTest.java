package dev.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.Door;
import dev.serve.api.spi.Wire;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DetectorTest {

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final NamedEngine http1 = new NamedEngine("http/1.1");
    private final NamedEngine http2 = new NamedEngine("h2");
    private final NamedEngine magic = new NamedEngine("magic");
    private final Detector detector =
            new Detector(
                    List.of(
                            Door.of(http2),
                            Door.of(http1),
                            new Door(magic, List.of(ascii("PRINT"), ascii("MAGIC")))));

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static PiecewiseWire wire(String text, int pieceBytes) {
        Queue<byte[]> pieces = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i += pieceBytes) {
            pieces.add(ascii(text.substring(i, Math.min(text.length(), i + pieceBytes))));
        }
        return new PiecewiseWire(pieces);
    }

    private Optional<ServerConnectionSelector> detect(String text, int pieceBytes)
            throws IOException {
        return detector.byBytes(wire(text, pieceBytes), ConnectionObserver.NONE);
    }

    @Property
    void findsTheSameEngineHoweverTheBytesAreCut(@ForAll @IntRange(min = 1, max = 40) int piece)
            throws IOException {
        assertThat(detect(PREFACE + "\0\0\0\4\0\0\0\0\0", piece)).contains(http2);
        assertThat(detect("GET / HTTP/1.1\r\nHost: a\r\n\r\n", piece)).contains(http1);
        assertThat(detect("MAGIC and more", piece)).contains(magic);
        assertThat(detect("PRINT me", piece)).contains(magic);
        assertThat(detect("PRIOR / HTTP/1.1\r\n\r\n", piece)).contains(http1);
    }

    @Test
    void aRequestShorterThanThePrefaceIsNotWaitedFor() throws IOException {
        assertThat(detect("GET / HTTP/1.0\r\n\r\n", 100)).contains(http1);
    }

    @Test
    void takesNothingFromTheWire() throws IOException {
        Wire wire = wire(PREFACE, 1);
        detector.byBytes(wire, ConnectionObserver.NONE);
        assertThat(wire.available()).isEqualTo(PREFACE.length());
    }

    @Test
    void aPeerThatLeavesInTheMiddleOfAPrefixEndsTheWait() throws IOException {
        assertThat(detect("PRI * HT", 1)).isEmpty();
    }

    @Test
    void withoutAnEngineForTheRestNothingFits() throws IOException {
        Detector prior = new Detector(List.of(Door.of(http2)));
        assertThat(prior.byBytes(wire("GET / HTTP/1.1\r\n\r\n", 1), ConnectionObserver.NONE))
                .isEmpty();
        assertThat(prior.byBytes(wire(PREFACE, 1), ConnectionObserver.NONE)).contains(http2);
    }

    @Test
    void aServerThatSpeaksFirstIsNotKeptWaiting() throws IOException {
        Detector alone = new Detector(List.of(Door.of(http1)));
        PiecewiseWire silent = wire("", 1);

        assertThat(alone.byBytes(silent, ConnectionObserver.NONE)).contains(http1);
        assertThat(silent.asked()).isFalse();
    }

    @Test
    void prefixesThatBeginOneAnotherAreRefused() {
        Door shorter = new Door(magic, List.of(ascii("PRI")));
        assertThatThrownBy(() -> new Detector(List.of(Door.of(http2), shorter)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("first bytes");
        assertThatThrownBy(() -> new Detector(List.of(shorter, Door.of(http2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void alpnNamesComeInTheOrderOfTheDoors() {
        assertThat(detector.alpnNames()).containsExactly("h2", "http/1.1", "magic");
        assertThat(detector.byAlpn("http/1.1")).contains(http1);
        assertThat(detector.byAlpn("ftp")).isEmpty();
    }
}
