package dev.serve.samples.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.testing.TestHttpClient;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program's own server on a free port, started and stopped by hand. */
class MainTest {

    private WordCounts counts;
    private Server server;
    private TestHttpClient http;

    @BeforeEach
    void start() {
        counts = new WordCounts();
        server = Main.server(counts, 0).build().start();
        http = TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("web")));
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
        counts.close();
    }

    @Test
    void countsTheWordsOfATextThatWasSent() {
        HttpResponse<String> added = http.post("/texts", "one two three");

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(http.get(added.headers().firstValue("location").orElseThrow()).body())
                .isEqualTo("3 words\n");
    }

    @Test
    void answersForWhatTheProgramCountsByItself() {
        long number = counts.add("Größe zählt");

        assertThat(http.get("/texts/" + number).body()).isEqualTo("2 words\n");
    }

    @Test
    void knowsNoOtherTexts() {
        assertThat(http.get("/texts/17").statusCode()).isEqualTo(404);
        assertThat(http.get("/texts/seventeen").statusCode()).isEqualTo(404);
    }
}
