package dev.serve.cli;

import dev.serve.api.ListenerView;
import dev.serve.api.config.ClientAuth;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.TlsConfig;
import dev.serve.api.routing.RouteView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A listener as a terminal shows it: where it is, what it speaks, and how to try it. Immutable. */
record Endpoint(ListenerView view) {

    String name() {
        return view.name();
    }

    String address() {
        return view.address();
    }

    boolean secure() {
        return tls() != null;
    }

    /** None, optional or required, in the words of the configuration. */
    String clientAuth() {
        return auth().name().toLowerCase(Locale.ROOT);
    }

    /** Such as {@code HTTP/1.1, HTTP/2, SSE over TLS; client certificate required}. */
    String speaks() {
        String protocols =
                view.config().protocols().stream()
                        .map(this::spoken)
                        .collect(Collectors.joining(", "));
        return protocols
                + switch (auth()) {
                    case NONE -> secure() ? " over TLS" : "";
                    case OPTIONAL -> " over TLS, client certificate optional";
                    case REQUIRED -> " over TLS, client certificate required";
                };
    }

    /** Where a client on this machine reaches it; on a Unix socket the host is a formality. */
    String url() {
        boolean bytes = view.config().protocols().equals(List.of("tcp"));
        return (bytes ? secure() ? "tls://" : "tcp://" : secure() ? "https://" : "http://")
                + host();
    }

    /** The page for a browser, when there is one that it can reach. */
    Optional<String> page() {
        boolean reachable = !view.config().isUnix() && auth() != ClientAuth.REQUIRED;
        return reachable && answers("/") ? Optional.of(url() + "/") : Optional.empty();
    }

    /** Commands to try it with, each as its words; none where HTTP is not spoken. */
    List<List<String>> trials() {
        List<List<String>> trials = new ArrayList<>();
        if (!view.config().protocols().contains("http")) {
            return trials;
        }
        trials.add(curl(List.of(), path()));
        events().ifPresent(path -> trials.add(curl(List.of("-N"), path)));
        return trials;
    }

    private List<String> curl(List<String> options, String path) {
        List<String> words = new ArrayList<>();
        words.add("curl");
        words.addAll(options);
        String socket = view.config().path();
        if (socket != null) {
            words.add("--unix-socket " + Shell.quoted(socket));
        }
        TlsConfig tls = tls();
        if (tls != null) {
            words.add(trust(tls));
            if (auth() != ClientAuth.NONE) {
                words.addAll(certificate(tls));
            }
        }
        words.add(Shell.quoted(url() + path));
        return words;
    }

    /** The authority that development certificates have beside them; without one, no check. */
    private static String trust(TlsConfig tls) {
        return beside(tls.cert(), "ca.crt").map(ca -> "--cacert " + Shell.quoted(ca)).orElse("-k");
    }

    private List<String> certificate(TlsConfig tls) {
        Optional<String> certificate = beside(tls.cert(), "client.crt");
        Optional<String> key = beside(tls.cert(), "client.key");
        if (certificate.isPresent() && key.isPresent()) {
            return List.of(
                    "--cert " + Shell.quoted(certificate.get()),
                    "--key " + Shell.quoted(key.get()));
        }
        return auth() == ClientAuth.REQUIRED
                ? List.of("--cert CLIENT.crt", "--key CLIENT.key")
                : List.of();
    }

    private static Optional<String> beside(@Nullable String file, String name) {
        if (file == null || file.contains("-----BEGIN")) {
            return Optional.empty();
        }
        Path path = Path.of(file).resolveSibling(name);
        return Files.isReadable(path) ? Optional.of(path.toString()) : Optional.empty();
    }

    /**
     * What best shows that it answers: who the client is where that is asked, else hello, else
     * anything.
     */
    private String path() {
        if (auth() != ClientAuth.NONE && answers("/whoami")) {
            return "/whoami";
        }
        if (answers("/hello")) {
            return "/hello";
        }
        return view.routes().stream()
                .filter(route -> !route.kind().equals("sse") && plain(route))
                // A redirect shows nothing.
                .min(Comparator.comparing(route -> route.kind().equals("redirect")))
                .map(RouteView::pattern)
                .orElse("/");
    }

    private Optional<String> events() {
        return view.routes().stream()
                .filter(route -> route.kind().equals("sse") && literal(route.pattern()))
                .map(RouteView::pattern)
                .findFirst();
    }

    private boolean answers(String path) {
        return view.routes().stream()
                .anyMatch(route -> plain(route) && route.pattern().equals(path));
    }

    private static boolean plain(RouteView route) {
        return (route.methods().isEmpty() || route.methods().contains("GET"))
                && route.conditions().isEmpty()
                && literal(route.pattern());
    }

    private static boolean literal(String pattern) {
        return pattern.chars().noneMatch(c -> "{}*[]".indexOf(c) >= 0);
    }

    private String spoken(String protocol) {
        return switch (protocol) {
            case "http" -> http();
            case "sse" -> "SSE";
            case "websocket" -> "WebSocket";
            case "grpc" -> "gRPC";
            case "tcp" -> "TCP frames";
            default -> protocol;
        };
    }

    private String http() {
        String two = secure() ? "HTTP/2" : "h2c";
        return view.config().http2().allowHttp1() ? "HTTP/1.1, " + two : two;
    }

    private String host() {
        ListenerConfig config = view.config();
        if (config.isUnix()) {
            return "localhost";
        }
        String host =
                switch (config.host()) {
                    case "0.0.0.0" -> "127.0.0.1";
                    case "::" -> "[::1]";
                    default ->
                            config.host().indexOf(':') < 0
                                    ? config.host()
                                    : "[" + config.host() + "]";
                };
        return host + ":" + view.port();
    }

    private ClientAuth auth() {
        TlsConfig tls = tls();
        return tls == null ? ClientAuth.NONE : tls.effectiveClientAuth();
    }

    private @Nullable TlsConfig tls() {
        return view.config().tls();
    }
}
