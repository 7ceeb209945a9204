package dev.serve.http.h2;

import dev.serve.http.message.EngineRequest;
import dev.serve.http.message.EngineResponse;
import io.helidon.webserver.ConnectionContext;

/** An answer of HTTP/2: {@link AnswerWriter} knows its frames. */
final class Http2Response extends EngineResponse<Http2Response> {

    Http2Response(ConnectionContext context, EngineRequest request, AnswerWriter writer) {
        super(context, request, writer);
    }
}
