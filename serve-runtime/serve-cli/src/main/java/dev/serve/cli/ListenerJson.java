package dev.serve.cli;

import io.helidon.json.JsonGenerator;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;

/**
 * What listens where, for scripts: one JSON object on one line.
 *
 * <pre>{@code
 * {"pid":4711,"listeners":[{"name":"web","address":"127.0.0.1:8080","port":8080,"protocols":["http"],
 *  "tls":false,"client-auth":"none","url":"http://127.0.0.1:8080","try":["curl http://127.0.0.1:8080/"]}]}
 * }</pre>
 *
 * <p>{@code port} is null on a Unix socket, and {@code path} is there instead.
 */
final class ListenerJson {

    private ListenerJson() {}

    /**
     * As one line. Written by a generator: {@code JsonNumber} has a BigDecimal, a class that takes
     * a tenth of the start to load.
     */
    static String of(long pid, List<Endpoint> endpoints) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JsonGenerator.create(line)) {
            json.writeObjectStart().write("pid", pid).writeKey("listeners").writeArrayStart();
            endpoints.forEach(endpoint -> write(endpoint, json));
            json.writeArrayEnd().writeObjectEnd();
        }
        return line.toString();
    }

    private static void write(Endpoint endpoint, JsonGenerator json) {
        json.writeObjectStart().write("name", endpoint.name()).write("address", endpoint.address());
        String socket = endpoint.view().config().path();
        if (socket == null) {
            json.write("port", endpoint.view().port());
        } else {
            json.writeKey("port").writeNull().write("path", socket);
        }
        write("protocols", endpoint.view().config().protocols(), json);
        json.write("tls", endpoint.secure())
                .write("client-auth", endpoint.clientAuth())
                .write("url", endpoint.url());
        write(
                "try",
                endpoint.trials().stream().map(words -> String.join(" ", words)).toList(),
                json);
        json.writeObjectEnd();
    }

    private static void write(String key, Collection<String> values, JsonGenerator json) {
        json.writeKey(key).writeArrayStart();
        values.forEach(json::write);
        json.writeArrayEnd();
    }
}
