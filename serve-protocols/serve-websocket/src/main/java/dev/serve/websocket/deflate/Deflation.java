package dev.serve.websocket.deflate;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What client and server have agreed on (RFC 7692 section 7.1). Immutable.
 *
 * @param serverTakeover whether we compress a message with what went before it
 * @param clientTakeover whether the client may
 * @param serverWindowBits how far back our messages refer: 2 to the power of it, in bytes
 */
public record Deflation(boolean serverTakeover, boolean clientTakeover, int serverWindowBits) {

    private static final String NAME = "permessage-deflate";
    private static final int MOST_BITS = 15;

    /**
     * zlib's deflate cannot keep a window of 256 bytes, so an offer that asks for it is declined.
     */
    private static final int LEAST_BITS = 9;

    /**
     * Takes the first offer that can be kept.
     *
     * @param offers the value of Sec-WebSocket-Extensions, all fields joined by commas
     */
    public static Optional<Deflation> negotiate(String offers) {
        for (String offer : offers.split(",", -1)) {
            Optional<Deflation> accepted = accept(offer.split(";", -1));
            if (accepted.isPresent()) {
                return accepted;
            }
        }
        return Optional.empty();
    }

    private static Optional<Deflation> accept(String[] offer) {
        if (!offer[0].strip().equalsIgnoreCase(NAME)) {
            return Optional.empty();
        }
        boolean serverTakeover = true;
        boolean clientTakeover = true;
        int bits = MOST_BITS;
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < offer.length; i++) {
            String[] parameter = offer[i].split("=", 2);
            String name = parameter[0].strip().toLowerCase(Locale.ROOT);
            String value = parameter.length == 1 ? "" : unquoted(parameter[1].strip());
            boolean valued = parameter.length == 2;
            if (!seen.add(name)) {
                return Optional.empty();
            }
            switch (name) {
                case "server_no_context_takeover" -> {
                    serverTakeover = false;
                    if (valued) {
                        return Optional.empty();
                    }
                }
                case "client_no_context_takeover" -> {
                    clientTakeover = false;
                    if (valued) {
                        return Optional.empty();
                    }
                }
                case "server_max_window_bits" -> {
                    bits = bits(value);
                    if (bits < LEAST_BITS) {
                        return Optional.empty();
                    }
                }
                case "client_max_window_bits" -> {
                    // A hint; our inflater takes any window.
                    if (valued && bits(value) < 0) {
                        return Optional.empty();
                    }
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Deflation(serverTakeover, clientTakeover, bits));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Section 7.1.2: decimal, 8 to 15, no leading zero; -1 for anything else. */
    private static int bits(String value) {
        return value.matches("[89]|1[0-5]") ? Integer.parseInt(value) : -1;
    }

    /** The same without memory between messages: a server may ask a client for that. */
    public Deflation withoutTakeover() {
        return new Deflation(false, false, serverWindowBits);
    }

    /** Bytes that the contexts take when both are in use; zlib's own figures. */
    public long memory() {
        return (serverTakeover ? Compressor.MEMORY : 0)
                + (clientTakeover ? Decompressor.MEMORY : 0);
    }

    /** The value of Sec-WebSocket-Extensions in the answer. */
    public String response() {
        StringBuilder text = new StringBuilder(NAME);
        if (!serverTakeover) {
            text.append("; server_no_context_takeover");
        }
        if (!clientTakeover) {
            text.append("; client_no_context_takeover");
        }
        if (serverWindowBits < MOST_BITS) {
            text.append("; server_max_window_bits=").append(serverWindowBits);
        }
        return text.toString();
    }
}
