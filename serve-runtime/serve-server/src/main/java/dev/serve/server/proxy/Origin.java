package dev.serve.server.proxy;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, by what trusted proxies say of it: {@code Forwarded} (RFC 7239) or
 * {@code X-Forwarded-*}. Both are chains that each proxy adds to; they are read from their end,
 * past our own proxies, because all that stands before those may have been written by the client.
 * Immutable.
 *
 * <p>Where both are there, a client has sent one of them past a proxy that writes the other: then
 * they are believed only if they name the same client. Otherwise the client is unknown.
 *
 * @param client the address; unresolved when it is hidden or not known
 * @param scheme {@code http} or {@code https}; null when nothing is said
 * @param authority host and port; null when nothing is said
 * @param port the port; -1 when nothing is said beside the authority
 */
public record Origin(
        SocketAddress client, @Nullable String scheme, @Nullable String authority, int port) {

    /** What proxies write, and what a handler must not take from anybody else. */
    public static final List<HeaderName> FIELDS =
            List.of(
                    HeaderNames.FORWARDED,
                    HeaderNames.X_FORWARDED_FOR,
                    HeaderNames.X_FORWARDED_HOST,
                    HeaderNames.X_FORWARDED_PORT,
                    HeaderNames.X_FORWARDED_PREFIX,
                    HeaderNames.X_FORWARDED_PROTO);

    /** RFC 3986 section 3.2, as far as hosts of web servers go. */
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

    private static final int MAX_PORT = 65_535;

    /** The origin of a request with these headers from this peer. */
    public static Origin of(Headers headers, SocketAddress peer, TrustedPeers trusted) {
        if (!trusted.trusts(peer)) {
            return new Origin(peer, null, null, -1);
        }
        boolean standard = headers.contains(HeaderNames.FORWARDED);
        boolean usual = headers.contains(HeaderNames.X_FORWARDED_FOR);
        if (!standard) {
            return byUsual(headers, peer, trusted);
        }
        Origin first = byStandard(headers, peer, trusted);
        if (!usual) {
            return first;
        }
        Origin second = byUsual(headers, peer, trusted);
        return sameHost(first.client, second.client)
                ? first
                : new Origin(Nodes.UNKNOWN, null, null, -1);
    }

    private static Origin byStandard(Headers headers, SocketAddress peer, TrustedPeers trusted) {
        List<Forwarded> elements =
                Forwarded.elements(headers.get(HeaderNames.FORWARDED).allValues());
        if (elements == null) {
            return new Origin(Nodes.UNKNOWN, null, null, -1);
        }
        if (elements.isEmpty()) {
            return new Origin(peer, null, null, -1);
        }
        List<InetSocketAddress> chain =
                elements.stream().map(element -> Nodes.parse(element.node())).toList();
        int client = Nodes.client(chain, trusted);
        Forwarded element = elements.get(client);
        return new Origin(
                chain.get(client), scheme(element.proto()), authority(element.host()), -1);
    }

    private static Origin byUsual(Headers headers, SocketAddress peer, TrustedPeers trusted) {
        List<InetSocketAddress> chain =
                values(headers, HeaderNames.X_FORWARDED_FOR).stream().map(Nodes::parse).toList();
        int client = Nodes.client(chain, trusted);
        int length = chain.size();
        return new Origin(
                chain.isEmpty() ? peer : chain.get(client),
                scheme(of(headers, HeaderNames.X_FORWARDED_PROTO, client, length)),
                authority(of(headers, HeaderNames.X_FORWARDED_HOST, client, length)),
                port(of(headers, HeaderNames.X_FORWARDED_PORT, client, length)));
    }

    /**
     * What a field says of the client: the value at its place when each proxy has added one, else
     * the last, which our own proxy has written.
     */
    private static @Nullable String of(Headers headers, HeaderName name, int client, int length) {
        List<String> values = values(headers, name);
        if (values.isEmpty()) {
            return null;
        }
        return values.size() == length ? values.get(client) : values.getLast();
    }

    private static List<String> values(Headers headers, HeaderName name) {
        if (!headers.contains(name)) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        Header field = headers.get(name);
        for (String line : field.allValues()) {
            for (String value : line.split(",", -1)) {
                if (!value.isBlank()) {
                    values.add(value.strip());
                }
            }
        }
        return values;
    }

    private static boolean sameHost(SocketAddress one, SocketAddress other) {
        return one instanceof InetSocketAddress a
                && other instanceof InetSocketAddress b
                && a.getAddress() != null
                && a.getAddress().equals(b.getAddress());
    }

    private static @Nullable String scheme(@Nullable String text) {
        String scheme = text == null ? "" : text.toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https") ? scheme : null;
    }

    private static @Nullable String authority(@Nullable String text) {
        if (text == null || !AUTHORITY.matcher(text).matches()) {
            return null;
        }
        int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
        return colon < 0 || port(text.substring(colon + 1)) > 0 ? text : null;
    }

    private static int port(@Nullable String text) {
        int port = text == null ? -1 : Literals.number(text, MAX_PORT);
        return port > 0 ? port : -1;
    }
}
