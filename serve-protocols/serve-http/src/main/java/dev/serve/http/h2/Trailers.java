package dev.serve.http.h2;

import dev.serve.http.hpack.HeaderBlock;
import dev.serve.http.message.ForbiddenTrailers;
import dev.serve.http.message.Refusal;
import dev.serve.http.message.RequestFields;

/** Fields after a body (RFC 9113 section 8.1). */
final class Trailers {

    private Trailers() {}

    static void read(Http2Stream stream, InboundBody body, HeaderBlock block) throws StreamError {
        if (block.isTooLarge()) {
            body.fail(Refusal.fieldsTooLarge("The trailer fields are too large"));
            body.ends(null);
            return;
        }
        byte[] bytes = block.bytes();
        int[] spans = block.spans();
        for (int i = 0; i < block.count(); i++) {
            int at = i * HeaderBlock.SPAN;
            // A pseudo-header field is no token.
            FieldFacts.check(stream.id(), bytes, spans, at);
            if (ForbiddenTrailers.contains(bytes, spans[at], spans[at + 1])) {
                body.fail(Refusal.badRequest("A field is not allowed after the body"));
            }
        }
        body.ends(new RequestFields(bytes, spans, block.count()));
    }
}
