package dev.serve.server;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One {@code BEGIN} to {@code END} of PEM text (RFC 7468). Text outside is skipped, as OpenSSL's
 * tools write some.
 */
final class PemBlock {

    private static final Pattern BEGIN =
            Pattern.compile("^[ \\t]*-----BEGIN ([A-Z0-9 ]+)-----[ \\t]*$", Pattern.MULTILINE);

    private final String label;
    private final boolean headers;
    private final byte[] der;

    private PemBlock(String label, boolean headers, byte[] der) {
        this.label = label;
        this.headers = headers;
        this.der = der;
    }

    /** What it holds, such as {@code CERTIFICATE}. */
    String label() {
        return label;
    }

    /** Whether it has headers (RFC 1421), as keys encrypted in OpenSSL's old way do. */
    boolean headers() {
        return headers;
    }

    /** The bytes; none of a block with headers. */
    byte[] der() {
        return der;
    }

    /** Every block, in order; at least one. */
    static List<PemBlock> parse(String text) throws KeyMaterialException {
        List<PemBlock> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        int from = 0;
        while (begin.find(from)) {
            String label = begin.group(1);
            String last = "-----END " + label + "-----";
            int end = text.indexOf(last, begin.end());
            if (end < 0) {
                throw new KeyMaterialException("PEM; \"" + last + "\" is missing");
            }
            blocks.add(block(label, text.substring(begin.end(), end)));
            from = end + last.length();
        }
        if (blocks.isEmpty()) {
            throw new KeyMaterialException("PEM; no -----BEGIN line was found");
        }
        return blocks;
    }

    private static PemBlock block(String label, String body) throws KeyMaterialException {
        if (body.contains(":")) {
            return new PemBlock(label, true, new byte[0]);
        }
        String base64 = body.lines().map(String::strip).collect(Collectors.joining());
        try {
            return new PemBlock(label, false, Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new KeyMaterialException("PEM; the base64 of " + label + " cannot be read", e);
        }
    }
}
