package dev.serve.cli;

import dev.serve.api.config.AdminConfig;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.TlsConfig;
import dev.serve.config.ConfigLoader;
import io.helidon.json.JsonException;
import io.helidon.json.JsonObject;
import io.helidon.json.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Asks the admin API of the server of this directory, over TCP, with TLS or without, or a Unix
 * socket. Immutable.
 *
 * <p>A question is an HTTP/1.0 request on a connection of its own: its answer ends where the
 * connection does (RFC 9112 section 6.3), and who asks once gains nothing by keeping it. A client
 * of a library would take longer to load than everything else that such a command does: 0.03 s for
 * this one beside 0.9 s for the JDK's and 2 s for Helidon's, on a busy machine.
 */
final class AdminClient {

    /** How to have what this asks. */
    static final String ADVICE =
            """
            It has no admin listener to ask. Add these lines to its configuration, and restart it:
              listeners: { admin: { port: 9900, protocols: [http, sse] } }
              admin: { listener: admin }""";

    private static final String ROOT = "/api/v1";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int UNAUTHORIZED = 401;

    private final RunState.Listening listener;
    private final @Nullable SSLSocketFactory tls;
    private final @Nullable String token;

    private AdminClient(
            RunState.Listening listener, @Nullable SSLSocketFactory tls, @Nullable String token) {
        this.listener = listener;
        this.tls = tls;
        this.token = token;
    }

    /**
     * The one for a server.
     *
     * @throws CommandFailure if its configuration does not let it be asked
     * @throws dev.serve.api.config.ConfigException if the configuration, which has the token and
     *     the certificate, cannot be read any longer
     */
    static AdminClient of(RunState state, Credentials credentials) {
        RunState.Listening listener =
                state.listeners().stream()
                        .filter(each -> each.name().equals(state.admin().listener()))
                        .findFirst()
                        .orElseThrow(() -> new CommandFailure(ADVICE));
        if (!listener.asked() || (listener.secure() && !listener.socket().isEmpty())) {
            throw new CommandFailure(
                    "Its admin listener, "
                            + listener.url()
                            + ", is none that this command can ask: it speaks HTTP/1.1 over TCP, with TLS or without, or over a Unix socket without, and no PROXY header.");
        }
        if (!listener.secure() && !state.admin().locked()) {
            return new AdminClient(listener, null, null);
        }
        ServerConfig config = config(state);
        return new AdminClient(
                listener,
                listener.secure() ? tls(config, listener.name(), credentials) : null,
                state.admin().locked() ? token(config.admin()) : null);
    }

    /** As it was given to the server: by its file, by variables or on its command line. */
    private static ServerConfig config(RunState state) {
        RunCommand run = new RunCommand();
        new CommandLine(run).parseArgs(state.arguments().toArray(String[]::new));
        return ConfigLoader.load(run.launch().config(), ServerConfig.builder().build(), Set.of())
                .config();
    }

    private static SSLSocketFactory tls(
            ServerConfig config, String listener, Credentials credentials) {
        ListenerConfig configured = config.listeners().get(listener);
        TlsConfig tls = configured == null ? null : configured.tls();
        if (tls == null) {
            throw new CommandFailure(
                    "Its admin listener speaks TLS, and its configuration as it is now does not say so: serve reload takes that.");
        }
        return credentials.connecting(tls);
    }

    private static @Nullable String token(AdminConfig admin) {
        return admin.operatorToken() == null ? admin.viewerToken() : admin.operatorToken();
    }

    /**
     * What is at a path.
     *
     * @throws CommandFailure if it is not told
     */
    JsonObject get(String path) {
        return asked("GET", path);
    }

    /**
     * Takes away what is at a path.
     *
     * @throws CommandFailure if that is not done
     */
    JsonObject delete(String path) {
        return asked("DELETE", path);
    }

    private JsonObject asked(String method, String path) {
        try (Link link = Link.to(listener, tls, PATIENCE)) {
            InputStream in = link.in();
            int status = sent(link, in, method, path);
            JsonObject body = JsonParser.create(in.readAllBytes()).readJsonObject();
            if (status >= 400) {
                throw refused(status, body);
            }
            return body;
        } catch (IOException e) {
            throw unreachable(e);
        } catch (JsonException e) {
            throw noJson(e);
        }
    }

    /** What comes of the live events of the server, until it ends. */
    interface Watcher {

        /** A message of the stream; whether there is to be another one. */
        boolean heard(String event, JsonObject data);
    }

    /**
     * Tells all that happens and the counters, once a second, until the watcher has enough or the
     * server ends it.
     *
     * @throws CommandFailure if it does not begin, or nothing comes any more
     */
    void watch(Watcher watcher) {
        try (Link link = Link.to(listener, tls, PATIENCE)) {
            InputStream in = link.in();
            int status = sent(link, in, "GET", "/events");
            if (status >= 400) {
                throw refused(status, JsonParser.create(in.readAllBytes()).readJsonObject());
            }
            String event = "";
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    event = line.substring(6).strip();
                } else if (line.startsWith("data:")
                        && !watcher.heard(
                                event, JsonParser.create(line.substring(5)).readJsonObject())) {
                    return;
                }
            }
        } catch (IOException e) {
            throw unreachable(e);
        } catch (JsonException e) {
            throw noJson(e);
        }
    }

    /** Sends a request, and reads the head of its answer; the status. */
    private int sent(Link link, InputStream in, String method, String path) throws IOException {
        link.send(
                method
                        + " "
                        + ROOT
                        + path
                        + " HTTP/1.0\r\nHost: localhost\r\n"
                        + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
                        + "\r\n");
        String first = line(in);
        String[] words = first.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            throw new IOException(
                    first.isEmpty() ? "closed without an answer" : "not HTTP: " + first);
        }
        String line = line(in);
        while (!line.isEmpty()) {
            line = line(in);
        }
        return Integer.parseInt(words[1]);
    }

    /** Byte by byte: what follows the head is somebody else's. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private CommandFailure noJson(JsonException cause) {
        return new CommandFailure(listener.address() + " does not answer in JSON.", cause);
    }

    private CommandFailure unreachable(IOException cause) {
        if (cause.getCause() instanceof CertificateException) {
            return new CommandFailure(
                    listener.address()
                            + " shows a certificate that nothing vouches for: it is not the one of the configuration, which may have been replaced since (serve reload takes it), nor signed by --ca FILE.",
                    cause);
        }
        return new CommandFailure(
                listener.address() + " does not answer: " + Knock.words(cause), cause);
    }

    private static CommandFailure refused(int status, JsonObject problem) {
        return new CommandFailure(
                "It is refused: "
                        + problem.stringValue("detail", "status " + status)
                        + (status == UNAUTHORIZED
                                ? "\nThe token is the one of the configuration as it is now; SERVE_ADMIN_OPERATOR_TOKEN may hold another."
                                : ""));
    }
}
