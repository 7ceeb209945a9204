package dev.serve.api.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the values of one listener must be together. */
final class ListenerRules {

    private ListenerRules() {}

    /** Exactly one address: a host and a port, or a path. */
    static void checkAddress(
            String host, @Nullable Integer port, @Nullable String path, @Nullable String mode) {
        ListenerKeys.HOST.check(host);
        if (port == null && path == null) {
            throw new IllegalArgumentException(
                    "port: none (expected: a port, 0 for any, or the path of a Unix socket)");
        }
        if (port != null && path != null) {
            throw new IllegalArgumentException(
                    "path: "
                            + path
                            + " beside port "
                            + port
                            + " (expected: either a port or a path)");
        }
        if (port != null) {
            ListenerKeys.PORT.check(port);
        }
        int longest = ListenerConfig.MAX_UNIX_PATH_BYTES;
        if (path != null && path.getBytes(StandardCharsets.UTF_8).length > longest) {
            throw new IllegalArgumentException(
                    "path: " + path + " (expected: at most " + longest + " bytes)");
        }
        if (mode != null) {
            ListenerKeys.MODE.check(mode);
            if (path == null) {
                throw new IllegalArgumentException(
                        "mode: " + mode + " (expected: only beside the path of a Unix socket)");
            }
        }
    }

    /** Anybody can write a PROXY header, so it must be known whose are believed. */
    static void checkProxies(
            boolean proxyProtocol, List<Cidr> trustedProxies, @Nullable String path) {
        if (proxyProtocol && trustedProxies.isEmpty() && path == null) {
            throw new IllegalArgumentException(
                    "proxy-protocol: true without trusted-proxies (expected: beside it the addresses whose headers are believed, such as trusted-proxies: [10.0.0.0/8])");
        }
    }
}
