package dev.serve.http.h1;

import dev.serve.http.message.Authority;
import dev.serve.http.message.Octets;
import dev.serve.http.message.Refusal;

/** What the fields of a head mean for its connection, noted line by line. */
final class HeadFacts {

    private static final int NONE = -1;

    private final Framing framing = new Framing();
    private final ConnectionOptions options = new ConnectionOptions();
    private RequestHead.Expectation expectation = RequestHead.Expectation.NONE;
    private boolean upgrade;
    private int host = NONE;

    /**
     * Looks at the last line of a table.
     *
     * @param origin what positions in the table are counted from
     * @return whether handlers may see it
     * @throws Refusal if it is malformed or repeated
     */
    boolean note(byte[] bytes, int origin, FieldTable table) {
        int field = table.count() - 1;
        int name = origin + table.nameFrom(field);
        int nameEnd = origin + table.nameTo(field);
        int from = origin + table.valueFrom(field);
        int to = origin + table.valueTo(field);
        switch (nameEnd - name) {
            case 4 -> {
                if (Octets.equalsIgnoreCase(bytes, name, nameEnd, "host")) {
                    noteHost(bytes, from, to, field);
                }
            }
            case 6 -> {
                if (Octets.equalsIgnoreCase(bytes, name, nameEnd, "expect")) {
                    noteExpectation(bytes, from, to);
                }
            }
            case 7 -> upgrade |= Octets.equalsIgnoreCase(bytes, name, nameEnd, "upgrade");
            case 10 -> {
                if (Octets.equalsIgnoreCase(bytes, name, nameEnd, "connection")) {
                    options.add(bytes, from, to);
                }
            }
            case 12 -> {
                // Helidon's own field for a verified client: nobody is known by what a peer writes.
                return !Octets.equalsIgnoreCase(bytes, name, nameEnd, "x-helidon-cn");
            }
            case 14 -> {
                if (Octets.equalsIgnoreCase(bytes, name, nameEnd, "content-length")) {
                    framing.contentLength(bytes, from, to);
                }
            }
            case 17 -> {
                if (Octets.equalsIgnoreCase(bytes, name, nameEnd, "transfer-encoding")) {
                    framing.transferEncoding(bytes, from, to);
                }
            }
            default -> {
                // Means nothing to the connection.
            }
        }
        return true;
    }

    private void noteHost(byte[] bytes, int from, int to, int field) {
        if (host != NONE) {
            throw Refusal.badRequest("Host is repeated");
        }
        if (!Authority.isValid(bytes, from, to)) {
            throw Refusal.badRequest("Host is malformed");
        }
        host = field;
    }

    private void noteExpectation(byte[] bytes, int from, int to) {
        boolean known =
                expectation != RequestHead.Expectation.UNKNOWN
                        && Octets.equalsIgnoreCase(bytes, from, to, "100-continue");
        expectation = known ? RequestHead.Expectation.CONTINUE : RequestHead.Expectation.UNKNOWN;
    }

    /**
     * Looks at the whole.
     *
     * @throws Refusal with 400 if Host is missing (RFC 9112 section 3.2), or fields contradict one
     *     another
     */
    void check(boolean http10) {
        if (host == NONE && !http10) {
            throw Refusal.badRequest("Host is missing");
        }
        framing.check(http10);
    }

    Framing framing() {
        return framing;
    }

    ConnectionOptions options() {
        return options;
    }

    RequestHead.Expectation expectation() {
        return expectation;
    }

    boolean hasUpgrade() {
        return upgrade;
    }

    /** Which field is Host; -1 when there is none. */
    int host() {
        return host;
    }
}
