package dev.serve.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP/1.1 response as it came over the wire. Immutable.
 *
 * @param status its code, such as 200
 * @param head status line and header lines with their ends, without the empty line
 * @param body decoded from its chunks; bytes as ISO-8859-1
 */
public record RawAnswer(int status, String head, String body) {

    /** The value of the first header of that name, in any case of letters. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** The values of every header of that name, in order. */
    public List<String> headers(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
