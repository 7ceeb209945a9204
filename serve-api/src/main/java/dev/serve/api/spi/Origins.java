package dev.serve.api.spi;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Which pages may call a server (RFC 6454; RFC 6455 section 10.2). Browsers name the origin of
 * their page; other clients name none and pass. Stateless.
 */
public final class Origins {

    private static final String ANY = "*";

    private Origins() {}

    /**
     * Whether a page may call.
     *
     * @param allowed the origins of the configuration; empty for that of the request
     * @param origin the request's Origin
     * @param host the request's Host or {@code :authority}
     */
    public static boolean allow(List<String> allowed, String origin, String host) {
        if (allowed.contains(ANY)) {
            return true;
        }
        return allowed.isEmpty()
                ? isSame(origin, host)
                : allowed.stream().anyMatch(origin::equalsIgnoreCase);
    }

    /**
     * Whether a page is of the server itself. The scheme is the page's: TLS may end at a proxy
     * before us.
     *
     * @param origin the request's Origin
     * @param host the request's Host or {@code :authority}
     */
    public static boolean isSame(String origin, String host) {
        try {
            URI page = URI.create(origin.toLowerCase(Locale.ROOT));
            if (page.getHost() == null) {
                return false;
            }
            int usual = "https".equals(page.getScheme()) ? 443 : 80;
            URI server = URI.create(page.getScheme() + "://" + host.toLowerCase(Locale.ROOT));
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
