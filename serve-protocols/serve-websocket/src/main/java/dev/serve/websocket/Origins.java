package dev.serve.websocket;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Which pages may connect (RFC 6455 section 10.2). Browsers name the origin of their page, and do
 * not ask the server before they connect; other clients name none and pass. Stateless.
 */
final class Origins {

    private static final String ANY = "*";

    private Origins() {}

    /**
     * Whether a page may connect.
     *
     * @param allowed the origins of the configuration; empty for that of the request
     * @param origin the request's Origin
     * @param host the request's Host or {@code :authority}
     */
    static boolean allow(List<String> allowed, String origin, String host) {
        if (allowed.contains(ANY)) {
            return true;
        }
        String wanted = origin.toLowerCase(Locale.ROOT);
        return allowed.isEmpty()
                ? isSame(wanted, host.toLowerCase(Locale.ROOT))
                : allowed.stream().anyMatch(wanted::equalsIgnoreCase);
    }

    /** The scheme is the page's: TLS may end at a proxy before us. */
    private static boolean isSame(String origin, String host) {
        try {
            URI page = URI.create(origin);
            if (page.getHost() == null) {
                return false;
            }
            int usual = "https".equals(page.getScheme()) ? 443 : 80;
            URI server = URI.create(page.getScheme() + "://" + host);
            return page.getHost().equals(server.getHost())
                    && port(page, usual) == port(server, usual);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int port(URI uri, int usual) {
        return uri.getPort() < 0 ? usual : uri.getPort();
    }
}
