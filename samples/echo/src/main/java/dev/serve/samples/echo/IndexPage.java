package dev.serve.samples.echo;

import dev.serve.api.config.ListenerConfig;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The page at {@code /}: what this listener answers, with a link or a form for each. One file, no
 * script; the text is {@code index.html} beside this class.
 */
final class IndexPage {

    private static final String TEMPLATE = template();
    private static final HttpMediaType HTML = HttpMediaType.create("text/html; charset=UTF-8");
    private static final HeaderName SECURITY_POLICY = HeaderNames.create("Content-Security-Policy");

    private final String listener;
    private final boolean events;

    IndexPage(String listener, ListenerConfig config) {
        this.listener = listener;
        this.events = config.protocols().contains("sse");
    }

    void show(ServerRequest request, ServerResponse response) {
        response.headers().contentType(HTML);
        response.header(
                SECURITY_POLICY,
                "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'self'");
        response.send(html(request).getBytes(StandardCharsets.UTF_8));
    }

    private String html(ServerRequest request) {
        String base =
                (request.isSecure() ? "https://" : "http://")
                        + request.headers().first(HeaderNames.HOST).orElse("localhost");
        StringBuilder rows = new StringBuilder();
        for (Row row : rows()) {
            rows.append("<tr><td>")
                    .append("<a href=\"")
                    .append(row.href())
                    .append("\"><code>")
                    .append(row.href())
                    .append("</code></a></td><td>")
                    .append(row.what())
                    .append("</td></tr>\n");
        }
        return TEMPLATE.replace("{{listener}}", listener)
                .replace("{{protocol}}", escaped(request.prologue().rawProtocol()))
                .replace("{{security}}", request.isSecure() ? "over TLS" : "in plain text")
                .replace("{{rows}}", rows)
                .replace("{{curl}}", request.isSecure() ? "curl --cacert run/certs/ca.crt" : "curl")
                .replace("{{base}}", escaped(base));
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("/hello", "five letters"));
        rows.add(new Row("/headers", "what the handler was given"));
        rows.add(new Row("/whoami", "the subject of your client certificate"));
        rows.add(new Row("/slow?ms=1500", "an answer that takes its time"));
        rows.add(new Row("/stream?n=10&amp;ms=300", "ten chunks, one every 300 ms"));
        rows.add(new Row("/big/1048576", "1 MiB, streamed; up to 64 MiB"));
        if (events) {
            rows.add(new Row("/events?n=20", "server-sent events, one every 100 ms"));
        }
        return rows;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String template() {
        try (InputStream in = IndexPage.class.getResourceAsStream("index.html")) {
            if (in == null) {
                throw new IllegalStateException("index.html is missing beside " + IndexPage.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One line of the table.
     *
     * @param href a target of this listener, as HTML
     * @param what what it answers
     */
    private record Row(String href, String what) {}
}
