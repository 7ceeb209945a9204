package dev.serve.grpc.http;

import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How one call looks to its client, both ways. One serves one call: the thread of the request
 * reads, and one thread at a time writes.
 */
public interface Form {

    /**
     * The next bytes of the request, in the framing of gRPC; waits for them.
     *
     * @return null at the end
     * @throws IOException if the client is lost
     * @throws io.grpc.StatusRuntimeException if what has come cannot be understood
     */
    byte @Nullable [] read() throws IOException;

    /**
     * The head of an answer that goes on: its fields, but for content.
     *
     * @param head what the call has said
     */
    void begin(Headers head, ServerResponse response);

    /**
     * Content of an answer that goes on.
     *
     * @param frames whole messages in the framing of gRPC
     * @throws IOException if they cannot be told
     */
    byte[] part(byte[] frames, int offset, int length) throws IOException;

    /** What ends an answer that has begun. */
    byte[] end(Headers trailers);

    /**
     * Answers all at once.
     *
     * @param head what the call has said; how it has ended too, where nothing else was said
     * @param frames the messages
     * @param trailers empty where the head has told how the call has ended
     */
    void answer(Headers head, byte[] frames, Headers trailers, ServerResponse response)
            throws IOException;
}
