package dev.serve.http;

import io.helidon.http.DateTime;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The validators of a file, and what a client's conditions come to against them, in the order of
 * RFC 9110 section 13.2.2. Immutable.
 *
 * <p>The entity tag is strong: it changes with the file's time (nanoseconds where the file system
 * has them) and with its size.
 *
 * @param etag the entity tag, quotes included
 * @param modified the time of the last change, in whole seconds as HTTP has it
 */
record FilePreconditions(String etag, Instant modified) {

    /** RFC 9110 section 5.6.7: two digits of the day, where Java's own RFC 1123 format has one. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?(\"[^\"]*\")");

    static FilePreconditions of(BasicFileAttributes file) {
        Instant modified = file.lastModifiedTime().toInstant();
        String etag =
                "\""
                        + Long.toHexString(modified.getEpochSecond())
                        + "."
                        + Integer.toHexString(modified.getNano())
                        + "-"
                        + Long.toHexString(file.size())
                        + "\"";
        return new FilePreconditions(etag, modified.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The value of Last-Modified. */
    String lastModified() {
        return HTTP_DATE.format(modified);
    }

    /** 412 or 304 when a condition says so; empty when the file is to be sent. */
    Optional<Status> check(ServerRequestHeaders headers) {
        if (headers.contains(HeaderNames.IF_MATCH)) {
            if (!matches(headers, HeaderNames.IF_MATCH, true)) {
                return Optional.of(Status.PRECONDITION_FAILED_412);
            }
        } else if (date(headers, HeaderNames.IF_UNMODIFIED_SINCE, modified::isAfter)) {
            return Optional.of(Status.PRECONDITION_FAILED_412);
        }
        if (headers.contains(HeaderNames.IF_NONE_MATCH)) {
            return matches(headers, HeaderNames.IF_NONE_MATCH, false)
                    ? Optional.of(Status.NOT_MODIFIED_304)
                    : Optional.empty();
        }
        return date(headers, HeaderNames.IF_MODIFIED_SINCE, since -> !modified.isAfter(since))
                ? Optional.of(Status.NOT_MODIFIED_304)
                : Optional.empty();
    }

    /** RFC 9110 section 13.1.5: whether a Range may be looked at; the file is still the same. */
    boolean allowsRange(ServerRequestHeaders headers) {
        if (!headers.contains(HeaderNames.IF_RANGE)) {
            return true;
        }
        String validator = headers.get(HeaderNames.IF_RANGE).get().strip();
        boolean isTag = validator.startsWith("\"") || validator.startsWith("W/");
        return isTag
                ? validator.equals(etag)
                : date(headers, HeaderNames.IF_RANGE, modified::equals);
    }

    /** RFC 9110 section 8.8.3.2: with strong comparison a weak tag is equal to none. */
    private boolean matches(ServerRequestHeaders headers, HeaderName name, boolean strong) {
        String values = String.join(",", headers.get(name).allValues());
        if (values.strip().equals("*")) {
            return true;
        }
        Matcher tags = ENTITY_TAG.matcher(values);
        while (tags.find()) {
            if (tags.group(2).equals(etag) && (!strong || tags.group(1) == null)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the header holds a date that fits; one that is no date is as good as none. */
    private static boolean date(
            ServerRequestHeaders headers, HeaderName name, Predicate<Instant> test) {
        if (!headers.contains(name)) {
            return false;
        }
        try {
            return test.test(DateTime.parse(headers.get(name).get()).toInstant());
        } catch (DateTimeException e) {
            return false;
        }
    }
}
