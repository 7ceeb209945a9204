package dev.serve.testing;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads HTTP/1.1 responses (RFC 9112 section 6.3), strictly: what is malformed fails the test. */
final class RawAnswers {

    private static final String EMPTY_LINE = "\r\n\r\n";

    private RawAnswers() {}

    static RawAnswer read(RawClient client, boolean toHead) {
        String head = client.readUntil(EMPTY_LINE);
        head = head.substring(0, head.length() - 2);
        int status = status(head);
        RawAnswer answer = new RawAnswer(status, head, "");
        if (toHead || status < 200 || status == 204 || status == 304) {
            return answer;
        }
        return new RawAnswer(status, head, body(client, answer));
    }

    private static int status(String head) {
        String line = head.substring(0, head.indexOf("\r\n"));
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new AssertionError("status line: \"" + line + "\" (expected: HTTP/1.1 200 OK)");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static String body(RawClient client, RawAnswer answer) {
        if (answer.header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
            return chunks(client);
        }
        Optional<String> length = answer.header("content-length");
        return length.map(
                        text ->
                                new String(
                                        client.readExactly(Integer.parseInt(text)),
                                        StandardCharsets.ISO_8859_1))
                .orElseGet(client::readToEnd);
    }

    private static String chunks(RawClient client) {
        StringBuilder body = new StringBuilder();
        while (true) {
            String line = client.readUntil("\r\n");
            int size = size(line.strip());
            if (size == 0) {
                String trailer = client.readUntil("\r\n");
                while (!trailer.equals("\r\n")) {
                    trailer = client.readUntil("\r\n");
                }
                return body.toString();
            }
            body.append(new String(client.readExactly(size), StandardCharsets.ISO_8859_1));
            String end = client.readUntil("\r\n");
            if (!end.equals("\r\n")) {
                throw new AssertionError("after a chunk: \"" + end + "\" (expected: CR LF)");
            }
        }
    }

    private static int size(String line) {
        try {
            return Integer.parseInt(line.split(";", 2)[0].strip(), 16);
        } catch (NumberFormatException e) {
            throw new AssertionError("chunk size: \"" + line + "\" (expected: hexadecimal)", e);
        }
    }
}
