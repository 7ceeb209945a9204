package dev.serve.server.lifecycle;

import dev.serve.api.change.Impact;
import java.util.List;

/** Why a key takes what it takes, in words for an operator. */
final class Reasons {

    private static final String ADDRESS =
            "another address is bound and serves before the old one closes";
    private static final String AGREED = "it is agreed when a connection begins";

    /** The first that fits is the one; a key is below a section when its name begins so. */
    private static final List<Reason> RESTARTS =
            List.of(
                    new Reason("host", ADDRESS),
                    new Reason("port", ADDRESS),
                    new Reason("path", ADDRESS),
                    new Reason("mode", "the socket is made anew with its permissions"),
                    new Reason("backlog", "the address is listened to anew"),
                    new Reason("reuse-address", "the address is listened to anew"),
                    new Reason("protocols", "the protocol of a connection is found when it begins"),
                    new Reason("proxy-protocol", "it decides what a connection begins with"),
                    new Reason("trusted-proxies", "it decides whom a connection believes"),
                    new Reason("wire", "a connection keeps the wire it began with"),
                    new Reason("tls.", "open connections have shaken hands by the old rule"),
                    new Reason("tls", "TLS begins, or does not, with the first byte"),
                    new Reason("http2.", AGREED),
                    new Reason("http.", "a connection keeps the limits it began with"),
                    new Reason("grpc.", "a connection keeps the limits it began with"),
                    new Reason("routes", "a route of the list needs the listener anew"));

    private static final List<Reason> RUNTIMES =
            List.of(
                    new Reason("pool.", "holds for open connections from the next look at them"),
                    new Reason("routes", "the next request meets the new table"),
                    new Reason("tls.", "new handshakes use it, open connections stay"),
                    new Reason("websocket.", "holds for sessions from their next message"),
                    new Reason("sse.", "holds for the next stream of events"),
                    new Reason("tcp.", "holds for connections from their next frame"),
                    new Reason("drain-timeout", "used when the listener changes the next time"),
                    new Reason("shutdown.", "used when the server stops"),
                    new Reason("watch.", "used from the next look at the files"),
                    new Reason("history.", "used from this change on"));

    private Reasons() {}

    private record Reason(String key, String text) {

        boolean fits(String changed) {
            return key.endsWith(".") ? changed.startsWith(key) : changed.equals(key);
        }
    }

    static String of(String key, Impact impact) {
        return switch (impact) {
            case RESTART -> first(RESTARTS, key, "it is read when a connection begins");
            case RUNTIME -> first(RUNTIMES, key, "holds from the next request or connection");
            case NEW_START -> "it is read once, when the process starts";
            case NOTHING -> "it means the same in effect";
        };
    }

    private static String first(List<Reason> reasons, String key, String otherwise) {
        return reasons.stream()
                .filter(reason -> reason.fits(key))
                .findFirst()
                .map(Reason::text)
                .orElse(otherwise);
    }
}
