package dev.serve.http.h1;

import dev.serve.api.config.HttpConfig;
import dev.serve.api.spi.ConnectionObserver;
import dev.serve.http.message.Refusal;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the engine makes of the bytes of a connection: requests, bodies, and why it stopped. */
final class Transcript {

    /**
     * One whole request.
     *
     * @param method as it stands in the request line
     * @param fields as {@code name: value}, names in lower case, in their order
     * @param body decoded; a character for each byte
     */
    record Seen(String method, List<String> fields, String body) {}

    private static final Http1Settings SETTINGS =
            Http1Settings.of(
                    HttpConfig.builder()
                            .maxRequestLine(256)
                            .maxHeaderSize(512)
                            .maxHeaderCount(12)
                            .maxBodySize(2_000)
                            .build());

    private final StringBuilder transcript = new StringBuilder();
    private final List<Seen> requests = new ArrayList<>();
    private String end = "";

    private Transcript() {}

    static String of(byte[] bytes, int... cuts) {
        return reading(bytes, cuts).toString();
    }

    static Transcript reading(byte[] bytes, int... cuts) {
        Transcript reading = new Transcript();
        reading.end = reading.read(new CutWire(bytes, cuts));
        return reading;
    }

    /** The whole requests, in their order. */
    List<Seen> requests() {
        return requests;
    }

    /** Why it stopped: {@code end}, or a status and what was wrong. */
    String end() {
        return end;
    }

    @Override
    public String toString() {
        return transcript + end;
    }

    private String read(CutWire wire) {
        try {
            while (true) {
                RequestHead head = head(wire);
                if (head == null) {
                    return "end";
                }
                write(head);
                String body = body(head, wire);
                requests.add(new Seen(head.prologue().method().text(), fields(head), body));
            }
        } catch (Refusal e) {
            return e.status().code() + " " + e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> fields(RequestHead head) {
        List<String> fields = new ArrayList<>();
        for (Header field : head.fields()) {
            for (String value : field.allValues()) {
                fields.add(field.name().toLowerCase(Locale.ROOT) + ": " + value);
            }
        }
        return fields;
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

    private void write(RequestHead head) {
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

    private String body(RequestHead head, CutWire wire) throws IOException {
        if (!head.framing().hasBody()) {
            return "";
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
        return text.toString();
    }
}
