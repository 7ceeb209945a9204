package dev.serve.http.h1;

import dev.serve.api.config.HttpConfig;
import dev.serve.api.spi.ConnectionObserver;
import dev.serve.http.message.Refusal;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the engine makes of the bytes of a connection: requests, bodies, and why it stopped. */
final class Transcript {

    private static final Http1Settings SETTINGS =
            Http1Settings.of(
                    HttpConfig.builder()
                            .maxRequestLine(256)
                            .maxHeaderSize(512)
                            .maxHeaderCount(12)
                            .maxBodySize(2_000)
                            .build());

    private Transcript() {}

    static String of(byte[] bytes, int... cuts) {
        StringBuilder transcript = new StringBuilder();
        CutWire wire = new CutWire(bytes, cuts);
        try {
            while (true) {
                RequestHead head = head(wire);
                if (head == null) {
                    return transcript.append("end").toString();
                }
                write(transcript, head);
                body(transcript, head, wire);
            }
        } catch (Refusal e) {
            return transcript
                    .append(e.status().code())
                    .append(' ')
                    .append(e.getMessage())
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable RequestHead head(CutWire wire) {
        HeadParser parser = new HeadParser(SETTINGS);
        RequestHead head = parser.parse(wire);
        while (head == null) {
            if (!wire.more(Long.MAX_VALUE)) {
                return null;
            }
            head = parser.parse(wire);
        }
        return head;
    }

    private static void write(StringBuilder transcript, RequestHead head) {
        transcript
                .append(head.prologue().method())
                .append(' ')
                .append(head.prologue().uriPath().path())
                .append('?')
                .append(head.prologue().query().rawValue())
                .append(head.http10() ? " 1.0 " : " 1.1 ")
                .append(head.expectation())
                .append(head.options().close())
                .append(head.upgrades())
                .append('\n');
        for (Header field : head.fields()) {
            transcript.append(field.name()).append(": ").append(field.allValues()).append('\n');
        }
    }

    private static void body(StringBuilder transcript, RequestHead head, CutWire wire)
            throws IOException {
        if (!head.framing().hasBody()) {
            return;
        }
        if (head.framing().length() > SETTINGS.maxBodySize()) {
            throw Refusal.badRequest("too large for the test");
        }
        DirectHandler.TransportRequest empty = DirectHandler.TransportRequest.empty();
        WireBody body =
                head.framing().isChunked()
                        ? new ChunkedBody(wire, ConnectionObserver.NONE, empty, false, SETTINGS)
                        : new LengthBody(
                                wire,
                                ConnectionObserver.NONE,
                                empty,
                                false,
                                head.framing().length());
        byte[] part = new byte[64];
        int length = 0;
        StringBuilder text = new StringBuilder();
        for (int read = body.read(part, 0, part.length);
                read >= 0;
                read = body.read(part, 0, part.length)) {
            length += read;
            text.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
        }
        transcript.append(length).append(": ").append(text).append('\n');
        for (Header trailer : body.trailers()) {
            transcript.append(trailer.name()).append("= ").append(trailer.allValues()).append('\n');
        }
    }
}
