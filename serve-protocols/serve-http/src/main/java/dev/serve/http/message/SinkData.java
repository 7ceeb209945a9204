package dev.serve.http.message;

import io.helidon.common.GenericType;
import io.helidon.common.media.type.MediaType;
import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.OutputStream;

/** Writes what sinks of Helidon's older kind hand over, by the media writers of the listener. */
public final class SinkData {

    private final MediaContext media;

    /** By the media writers of a listener. */
    public SinkData(MediaContext media) {
        this.media = media;
    }

    /** Writes one piece of data. */
    public void write(Object data, MediaType type, OutputStream out) {
        try {
            if (data instanceof byte[] bytes) {
                out.write(bytes);
                return;
            }
            WritableHeaders<?> none = WritableHeaders.create();
            WritableHeaders<?> answer = WritableHeaders.create();
            answer.set(HeaderNames.CONTENT_TYPE, type.text());
            GenericType<Object> kind = GenericType.create(data);
            media.writer(kind, none, answer).write(kind, data, out, none, answer);
        } catch (IOException e) {
            throw new ServerConnectionException("cannot write an event", e);
        }
    }
}
