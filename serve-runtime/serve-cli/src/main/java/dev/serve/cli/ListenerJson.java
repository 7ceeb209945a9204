package dev.serve.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    static String print(long pid, List<Endpoint> endpoints) {
        return "{\"pid\":"
                + pid
                + ",\"listeners\":"
                + endpoints.stream()
                        .map(ListenerJson::listener)
                        .collect(Collectors.joining(",", "[", "]"))
                + "}";
    }

    private static String listener(Endpoint endpoint) {
        String socket = endpoint.view().config().path();
        return "{\"name\":"
                + text(endpoint.name())
                + ",\"address\":"
                + text(endpoint.address())
                + ",\"port\":"
                + (socket == null ? Integer.toString(endpoint.view().port()) : "null")
                + (socket == null ? "" : ",\"path\":" + text(socket))
                + ",\"protocols\":"
                + texts(endpoint.view().config().protocols())
                + ",\"tls\":"
                + endpoint.secure()
                + ",\"client-auth\":"
                + text(endpoint.clientAuth())
                + ",\"url\":"
                + text(endpoint.url())
                + ",\"try\":"
                + texts(endpoint.trials().stream().map(words -> String.join(" ", words)).toList())
                + "}";
    }

    private static String texts(List<String> values) {
        return values.stream().map(ListenerJson::text).collect(Collectors.joining(",", "[", "]"));
    }

    /** RFC 8259 section 7: quotes, backslashes and control characters are escaped. */
    static String text(@Nullable String value) {
        if (value == null) {
            return "null";
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
