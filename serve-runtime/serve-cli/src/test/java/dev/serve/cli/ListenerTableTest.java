package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.ListenerView;
import dev.serve.api.config.ClientAuth;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.TlsConfig;
import dev.serve.api.config.TlsMode;
import dev.serve.api.event.AcceptState;
import dev.serve.api.routing.RouteView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerTableTest {

    private static final List<RouteView> ROUTES =
            List.of(get("/"), get("/hello"), get("/whoami"), get("/users/{id}"), events("/events"));

    @TempDir Path certificates;

    @Test
    void aPlainListenerHasAPageForTheBrowserAndACommand() {
        assertThat(print(view("web", 8080, config -> {})))
                .isEqualTo(
                        """
                LISTENER  ADDRESS         SPEAKS
                web       127.0.0.1:8080  HTTP/1.1, h2c, SSE
                          http://127.0.0.1:8080/  in a browser
                          curl http://127.0.0.1:8080/hello
                          curl -N http://127.0.0.1:8080/events
                """);
    }

    @Test
    void aCommandTooLongForATerminalGoesOnBehindABackslash() throws IOException {
        withFiles("ca.crt", "client.crt", "client.key");
        String text = print(view("tls", 8444, config -> config.tls(mutual())));

        assertThat(text)
                .contains("--cert ")
                .contains(" \\\n")
                .contains("https://127.0.0.1:8444/whoami");
        assertThat(text.replace(" \\\n", "").lines().filter(line -> line.contains("curl ")))
                .hasSize(2);
    }

    @Test
    void withoutDevelopmentCertificatesTheClientsAreLeftToTheReader() {
        assertThat(print(view("tls", 8444, config -> config.tls(mutual()))))
                .contains(
                        "curl -k --cert CLIENT.crt --key CLIENT.key https://127.0.0.1:8444/whoami")
                .doesNotContain("browser");
    }

    @Test
    void anOptionalClientCertificateIsSaid() {
        assertThat(
                        print(
                                view(
                                        "tls",
                                        8445,
                                        config ->
                                                config.tls(
                                                        tls ->
                                                                tls.key("k.pem")
                                                                        .cert("c.pem")
                                                                        .ca("ca.pem")
                                                                        .clientAuth(
                                                                                ClientAuth
                                                                                        .OPTIONAL)))))
                .contains("HTTP/1.1, HTTP/2, SSE over TLS, client certificate optional");
    }

    @Test
    void aUnixSocketIsGivenToCurl() {
        ListenerConfig config =
                ListenerConfig.unix("run/echo.sock").toBuilder().protocols(List.of("http")).build();
        ListenerView view =
                new ListenerView(
                        "unix",
                        config,
                        "unix:run/echo.sock",
                        -1,
                        AcceptState.ACCEPTING,
                        1,
                        1,
                        ROUTES,
                        0,
                        0,
                        0,
                        Map.of());

        assertThat(print(view))
                .contains("curl --unix-socket run/echo.sock http://localhost/hello")
                .doesNotContain("browser");
    }

    @Test
    void protocolsHaveTheNamesThatTheyCallThemselves() {
        List<String> all = List.of("http", "websocket", "sse", "grpc");
        assertThat(print(view("web", 80, config -> config.protocols(all))))
                .contains("HTTP/1.1, h2c, WebSocket, SSE, gRPC");
    }

    @Test
    void everyAddressIsReachedByLoopback() {
        assertThat(print(view("web", 80, config -> config.host("0.0.0.0"))))
                .contains("curl http://127.0.0.1:80/hello");
        assertThat(print(view("web", 80, config -> config.host("::"))))
                .contains("curl 'http://[::1]:80/hello'");
    }

    @Test
    void withoutKnownRoutesTheFirstOneThatAGetReachesIsTriedAndARedirectLast() {
        ListenerView view =
                new ListenerView(
                        "web",
                        ListenerConfig.http(80),
                        "127.0.0.1:80",
                        80,
                        AcceptState.ACCEPTING,
                        1,
                        1,
                        List.of(
                                new RouteView(Set.of("POST"), "/orders", List.of(), "handler"),
                                get("/users/{id}"),
                                new RouteView(Set.of("GET"), "/old", List.of(), "redirect"),
                                get("/new")),
                        0,
                        0,
                        0,
                        Map.of());

        assertThat(print(view)).contains("curl http://127.0.0.1:80/new");
    }

    @Test
    void coloursAreWrittenOnlyWhereAsked() {
        assertThat(print(view("web", 80, config -> {}))).doesNotContain("\u001b");
        assertThat(
                        new ListenerTable(new Style(true), 200)
                                .print(List.of(new Endpoint(view("web", 80, config -> {})))))
                .contains("\u001b[1mweb\u001b[0m       127.0.0.1:80");
    }

    private TlsConfig mutual() {
        return TlsConfig.builder()
                .mode(TlsMode.MUTUAL_TLS)
                .key(certificates.resolve("server.key").toString())
                .cert(certificates.resolve("server.crt").toString())
                .ca(certificates.resolve("ca.crt").toString())
                .build();
    }

    private void withFiles(String... names) throws IOException {
        for (String name : names) {
            Files.writeString(certificates.resolve(name), "");
        }
    }

    private static String print(ListenerView view) {
        return new ListenerTable(new Style(false), 200).print(List.of(new Endpoint(view)));
    }

    static ListenerView view(String name, int port, Consumer<ListenerConfig.Builder> change) {
        ListenerConfig.Builder config =
                ListenerConfig.builder().port(port).protocols(List.of("http", "sse"));
        change.accept(config);
        ListenerConfig built = config.build();
        return new ListenerView(
                name,
                built,
                built.addressText(),
                port,
                AcceptState.ACCEPTING,
                1,
                1,
                ROUTES,
                0,
                0,
                0,
                Map.of());
    }

    private static RouteView get(String pattern) {
        return new RouteView(Set.of("GET"), pattern, List.of(), "handler");
    }

    private static RouteView events(String pattern) {
        return new RouteView(Set.of("GET"), pattern, List.of(), "sse");
    }
}
