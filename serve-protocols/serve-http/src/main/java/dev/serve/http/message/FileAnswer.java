package dev.serve.http.message;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * An answer that can take its body straight from a file, without the bytes passing through Java.
 */
public interface FileAnswer {

    /**
     * Sends a part of a file as the whole answer.
     *
     * @return false if something stands between handler and wire (a filter, a content coding);
     *     nothing is sent then
     * @throws IOException if the file cannot be read or is shorter; the answer has begun
     */
    boolean sendFile(FileChannel file, long start, long count) throws IOException;
}
