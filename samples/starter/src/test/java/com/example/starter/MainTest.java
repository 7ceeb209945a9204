package com.example.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.Listener;
import dev.serve.testing.ServeExtension;
import dev.serve.testing.TestHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MainTest {

    /** The server of Main, on a free port instead of 8080. */
    @RegisterExtension
    static final ServeExtension SERVE = ServeExtension.of(Main::describe);

    @Test
    void greetsByName(@Listener("web") TestHttpClient http) {
        assertThat(http.get("/hello/world").body()).isEqualTo("hello world");
    }

    @Test
    void knowsNothingElse(@Listener("web") TestHttpClient http) {
        assertThat(http.get("/goodbye").statusCode()).isEqualTo(404);
    }
}
