package dev.serve.admin;

import dev.serve.api.Server;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request that has been let in. Belongs to the request's thread. */
final class Call {

    /** The longest body; a configuration file is shorter. */
    static final int MAX_BODY = 2 << 20;

    private final ServerRequest request;
    private final Server server;
    private final Caller caller;
    private String outcome = "";
    private @Nullable Runnable afterwards;

    Call(ServerRequest request, Server server, Caller caller) {
        this.request = request;
        this.server = server;
        this.caller = caller;
    }

    Server server() {
        return server;
    }

    Caller caller() {
        return caller;
    }

    /** A part of the path. */
    String path(String name) {
        return request.path().pathParameters().get(name);
    }

    /** A parameter of the query; empty if it is not there, or says nothing. */
    Optional<String> query(String name) {
        return request.query().first(name).asOptional().filter(value -> !value.isEmpty());
    }

    /**
     * A number of the query.
     *
     * @throws ApiProblem if it is none, or not in the range
     */
    int number(String name, int otherwise, int min, int max) {
        return query(name).map(text -> number(name, text, min, max)).orElse(otherwise);
    }

    private static int number(String name, String text, int min, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with what it is to be.
        }
        throw ApiProblem.badRequest(
                "%s: \"%s\" (expected: a whole number from %d to %d)"
                        .formatted(name, text, min, max));
    }

    /**
     * One of some words of the query.
     *
     * @throws ApiProblem if it is another one
     */
    String oneOf(String name, String otherwise, List<String> words) {
        String word = query(name).orElse(otherwise);
        if (!words.contains(word)) {
            throw ApiProblem.badRequest(
                    "%s: \"%s\" (expected: one of %s)"
                            .formatted(name, word, String.join(", ", words)));
        }
        return word;
    }

    Optional<String> header(HeaderName name) {
        return request.headers().first(name);
    }

    /** A header that is a list: its lines as one (RFC 9110 section 5.3). */
    Optional<String> list(HeaderName name) {
        return request.headers().contains(name)
                ? Optional.of(String.join(", ", request.headers().get(name).allValues()))
                : Optional.empty();
    }

    /** The media type of the body, without its parameters; empty without one. */
    String mediaType() {
        return header(HeaderNames.CONTENT_TYPE)
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /**
     * The body as a JSON object; an empty one without a body.
     *
     * @throws ApiProblem if it is none, or is longer than {@value #MAX_BODY} bytes
     */
    Map<String, @Nullable Object> json() {
        byte[] body = body();
        return body.length == 0 ? Map.of() : Json.object(body);
    }

    /** The body as a text. */
    String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    private byte[] body() {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                throw ApiProblem.of(
                        Status.REQUEST_ENTITY_TOO_LARGE_413,
                        "the body is too long (expected: at most " + MAX_BODY + " bytes)");
            }
            return body;
        } catch (IOException e) {
            throw ApiProblem.badRequest("the body broke off");
        }
    }

    /** Does something once the answer has left. */
    void afterwards(Runnable work) {
        afterwards = work;
    }

    /** What is to be done once the answer has left; null for nothing. */
    @Nullable Runnable afterwards() {
        return afterwards;
    }

    /** What has become of it, for the audit. */
    void outcome(String words) {
        outcome = words;
    }

    String outcome() {
        return outcome;
    }
}
