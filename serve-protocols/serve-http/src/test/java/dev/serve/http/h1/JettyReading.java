package dev.serve.http.h1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;

/** What Jetty's parser makes of the bytes of a connection, when it keeps strictly to RFC 9110. */
final class JettyReading implements HttpParser.RequestHandler {

    private final List<Transcript.Seen> requests = new ArrayList<>();
    private String end = "end";
    private String method = "";
    private final List<String> fields = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private boolean complete;

    private JettyReading() {}

    static JettyReading of(byte[] bytes) {
        JettyReading reading = new JettyReading();
        HttpParser parser = new HttpParser(reading, HttpCompliance.STRICT);
        ByteBuffer input = ByteBuffer.wrap(bytes);
        while (input.hasRemaining() && !parser.isClosed()) {
            int before = input.remaining();
            parser.parseNext(input);
            if (reading.complete) {
                reading.complete = false;
                parser.reset();
            } else if (input.remaining() == before) {
                break;
            }
        }
        return reading;
    }

    /** The whole requests, in their order. */
    List<Transcript.Seen> requests() {
        return requests;
    }

    /** Why it stopped: {@code end}, or a status and what was wrong. */
    String end() {
        return end;
    }

    @Override
    public void startRequest(String name, String uri, HttpVersion version) {
        method = name;
        fields.clear();
        body.setLength(0);
    }

    @Override
    public void parsedHeader(HttpField field) {
        String value = field.getValue();
        fields.add(field.getName().toLowerCase(Locale.ROOT) + ": " + (value == null ? "" : value));
    }

    @Override
    public boolean headerComplete() {
        return false;
    }

    @Override
    public boolean content(ByteBuffer item) {
        body.append(StandardCharsets.ISO_8859_1.decode(item.slice()));
        item.position(item.limit());
        return false;
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        requests.add(new Transcript.Seen(method, List.copyOf(fields), body.toString()));
        complete = true;
        return true;
    }

    @Override
    public void earlyEOF() {
        end = "the end within a request";
    }

    @Override
    public void badMessage(HttpException failure) {
        end = failure.getCode() + " " + failure.getReason();
    }
}
