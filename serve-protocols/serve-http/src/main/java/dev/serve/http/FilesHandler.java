package dev.serve.http;

import dev.serve.http.message.FileAnswer;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Answers GET and HEAD with the files of a directory: entity tags, conditions, one range, the index
 * file of a directory. What is not there is left to later routes.
 *
 * <p>Helidon's static content 4.4.0 is not used: it follows links out of the directory, never
 * answers If-Modified-Since with 304 where files have fractions of seconds, ignores If-Range, and
 * promises bytes beyond the end of a file.
 */
final class FilesHandler implements Handler {

    /** Up to this size a file goes out as one write with its head. */
    private static final int AT_ONCE = 64 * 1024;

    private final PathScope prefix;
    private final FileLocator locator;
    private final String index;

    FilesHandler(PathScope prefix, Path directory, String index) {
        this.prefix = prefix;
        this.locator = new FileLocator(directory);
        this.index = index;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        String tail = prefix.tail(request.prologue().uriPath()).orElse("");
        Optional<Path> found = locator.find(tail);
        if (found.isPresent() && Files.isDirectory(found.get())) {
            if (!request.prologue().uriPath().rawPathNoParams().endsWith("/")) {
                redirectIntoDirectory(request, response);
                return;
            }
            found = locator.find(tail + "/" + index);
        } else if (tail.endsWith("/")) {
            found = Optional.empty();
        }
        if (found.isEmpty() || !answer(found.get(), request, response)) {
            response.next();
        }
    }

    /** Relative, so that no path, however it begins, can name another host. */
    private static void redirectIntoDirectory(ServerRequest request, ServerResponse response) {
        String path = request.prologue().uriPath().rawPathNoParams();
        String query = request.query().rawValue();
        response.status(Status.MOVED_PERMANENTLY_301)
                .header(
                        HeaderNames.LOCATION,
                        "./"
                                + path.substring(path.lastIndexOf('/') + 1)
                                + "/"
                                + (query.isEmpty() ? "" : "?" + query))
                .send();
    }

    private static boolean answer(Path file, ServerRequest request, ServerResponse response)
            throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (!attributes.isRegularFile() || !Files.isReadable(file)) {
            return false;
        }
        FilePreconditions validators = FilePreconditions.of(attributes);
        ServerResponseHeaders headers = response.headers();
        headers.set(HeaderNames.ETAG, validators.etag());
        headers.set(HeaderNames.LAST_MODIFIED, validators.lastModified());
        Optional<Status> refused = validators.check(request.headers());
        if (refused.isPresent()) {
            response.status(refused.get()).send();
            return true;
        }
        headers.set(HeaderNames.ACCEPT_RANGES, "bytes");
        headers.contentType(
                MediaTypes.detectType(file.getFileName().toString())
                        .orElse(MediaTypes.APPLICATION_OCTET_STREAM));
        long size = attributes.size();
        if (request.prologue().method().equals(Method.HEAD)) {
            response.contentLength(size);
            response.send();
            return true;
        }
        ByteRange range = new ByteRange(0, size);
        Optional<ByteRange> asked = range(validators, request, size);
        if (asked.isPresent()) {
            range = asked.get();
            headers.set(HeaderNames.CONTENT_RANGE, range.contentRange(size));
            if (!range.isSatisfiable()) {
                headers.remove(HeaderNames.CONTENT_TYPE);
                response.status(Status.REQUESTED_RANGE_NOT_SATISFIABLE_416).send();
                return true;
            }
            response.status(Status.PARTIAL_CONTENT_206);
        }
        send(file, range, response);
        return true;
    }

    private static Optional<ByteRange> range(
            FilePreconditions validators, ServerRequest request, long size) {
        if (!request.headers().contains(HeaderNames.RANGE)
                || !validators.allowsRange(request.headers())) {
            return Optional.empty();
        }
        return ByteRange.of(
                String.join(",", request.headers().get(HeaderNames.RANGE).allValues()), size);
    }

    /** From the file to the wire without passing through here, where the engine can do that. */
    private static void send(Path file, ByteRange range, ServerResponse response)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (range.length() > AT_ONCE
                    && response instanceof FileAnswer answer
                    && answer.sendFile(channel, range.from(), range.length())) {
                return;
            }
            channel.position(range.from());
            byte[] bytes = new byte[(int) Math.min(AT_ONCE, range.length())];
            if (range.length() <= AT_ONCE) {
                fill(channel, bytes, bytes.length, file);
                response.send(bytes);
                return;
            }
            response.contentLength(range.length());
            try (OutputStream out = response.outputStream()) {
                for (long left = range.length(); left > 0; ) {
                    int part = (int) Math.min(bytes.length, left);
                    fill(channel, bytes, part, file);
                    out.write(bytes, 0, part);
                    left -= part;
                }
            }
        }
    }

    private static void fill(SeekableByteChannel channel, byte[] bytes, int length, Path file)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException(file + " became shorter while it was sent");
            }
        }
    }
}
