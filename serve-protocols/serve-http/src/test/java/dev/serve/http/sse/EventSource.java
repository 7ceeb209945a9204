package dev.serve.http.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client of one stream that shows its lines as they are. */
final class EventSource implements AutoCloseable {

    private final HttpClient client;
    private final BufferedReader lines;
    private final HttpResponse<InputStream> answer;

    private EventSource(HttpClient client, HttpResponse<InputStream> answer) {
        this.client = client;
        this.answer = answer;
        this.lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    static EventSource open(int port, HttpClient.Version version, @Nullable String lastEventId)
            throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder()
                        .version(version)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
                        .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.version()).isEqualTo(version);
        return new EventSource(client, answer);
    }

    HttpResponse<InputStream> answer() {
        return answer;
    }

    /** The next line that is not empty; null at the end in order. */
    @Nullable String next() throws IOException {
        String line = lines.readLine();
        while (line != null && line.isEmpty()) {
            line = lines.readLine();
        }
        return line;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
