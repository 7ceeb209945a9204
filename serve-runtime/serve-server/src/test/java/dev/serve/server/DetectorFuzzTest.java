package dev.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.Door;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A target for Jazzer: whatever comes first on a connection and however it is cut, the same engine
 * is chosen, from no more than the longest prefix, and every byte is left to it. {@code .ci/fuzz}
 * runs it; as a test it runs over the seeds that are kept.
 */
class DetectorFuzzTest {

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final NamedEngine HTTP1 = new NamedEngine("http/1.1");
    private static final NamedEngine HTTP2 = new NamedEngine("h2");
    private static final NamedEngine MAGIC = new NamedEngine("magic");

    private static final Detector DETECTOR =
            new Detector(
                    List.of(
                            Door.of(HTTP2),
                            Door.of(HTTP1),
                            new Door(
                                    MAGIC,
                                    List.of(
                                            "PRINT".getBytes(StandardCharsets.US_ASCII),
                                            "MAGIC".getBytes(StandardCharsets.US_ASCII)))));

    /** The wire of these tests holds no more; the detector has long decided then. */
    private static final int ENOUGH = 512;

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, ENOUGH));
        Optional<ServerConnectionSelector> whole = detect(first, ENOUGH);
        if (!whole.equals(detect(first, 1)) || !whole.equals(detect(first, 5))) {
            throw new AssertionError("another cut chooses another engine");
        }
        if (whole.equals(Optional.of(HTTP2)) != begins(first, PREFACE)) {
            throw new AssertionError(whole + " is chosen");
        }
    }

    private static boolean begins(byte[] bytes, byte[] prefix) {
        return Arrays.mismatch(bytes, prefix) == prefix.length || Arrays.equals(bytes, prefix);
    }

    private static Optional<ServerConnectionSelector> detect(byte[] bytes, int pieceBytes) {
        Queue<byte[]> pieces = new ArrayDeque<>();
        for (int i = 0; i < bytes.length; i += pieceBytes) {
            pieces.add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + pieceBytes)));
        }
        PiecewiseWire wire = new PiecewiseWire(pieces);
        try {
            Optional<ServerConnectionSelector> chosen =
                    DETECTOR.byBytes(wire, ConnectionObserver.NONE);
            checkLeft(wire, bytes, pieceBytes);
            return chosen;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkLeft(PiecewiseWire wire, byte[] bytes, int pieceBytes) {
        if (wire.available() > PREFACE.length + pieceBytes) {
            throw new AssertionError(wire.available() + " bytes were waited for");
        }
        if (!Arrays.equals(
                wire.input(), wire.position(), wire.limit(), bytes, 0, wire.available())) {
            throw new AssertionError("bytes were taken or changed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http1", "http2", "prior", "magic", "tls", "nothing"})
    void theSeedsAreToldApartInOneWay(String seed) throws IOException {
        try (InputStream in = DetectorFuzzTest.class.getResourceAsStream("fuzz/detector/" + seed)) {
            assertThat(in).isNotNull();
            fuzzerTestOneInput(in.readAllBytes());
        }
    }
}
