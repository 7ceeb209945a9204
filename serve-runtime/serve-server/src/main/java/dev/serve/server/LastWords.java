package dev.serve.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Answers of HTTP/1.1 that the server writes in place of an engine: whole, and the last ones of
 * their connection.
 */
final class LastWords {

    private LastWords() {}

    /**
     * The answer to a request that took too long: 408 if its body is unfinished (RFC 9110 section
     * 15.5.9), else 503 (section 15.6.4).
     */
    static byte[] of(boolean bodyUnfinished) {
        return answer(bodyUnfinished ? "408 Request Timeout" : "503 Service Unavailable", "");
    }

    /** The answer to a connection that is not let in (RFC 9110 section 10.2.3). */
    static byte[] overLimit(Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return answer("503 Service Unavailable", "\r\nRetry-After: " + seconds);
    }

    private static byte[] answer(String status, String field) {
        // RFC 9110 section 6.6.1: every answer of ours tells its date.
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        return ("HTTP/1.1 "
                        + status
                        + "\r\nDate: "
                        + date
                        + field
                        + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                .getBytes(US_ASCII);
    }
}
