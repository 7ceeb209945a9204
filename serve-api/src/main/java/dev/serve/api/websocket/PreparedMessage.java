package dev.serve.api.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A message that is encoded, and compressed, once and sent to any number of sessions without being
 * copied. Immutable as users see it; any thread may use it.
 */
public final class PreparedMessage {

    private final boolean text;
    private final byte[] payload;
    private final Map<Object, byte[]> forms = new ConcurrentHashMap<>(2);

    private PreparedMessage(boolean text, byte[] payload) {
        this.text = text;
        this.payload = payload;
    }

    /** A text message. */
    public static PreparedMessage text(String text) {
        return new PreparedMessage(true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A binary message; the array must not be changed afterwards. */
    public static PreparedMessage binary(byte[] bytes) {
        return new PreparedMessage(false, bytes);
    }

    /** Whether it is text. */
    public boolean isText() {
        return text;
    }

    /** Its bytes as they are before any encoding; not to be changed. */
    public byte[] payload() {
        return payload;
    }

    /**
     * Its bytes in a form of an engine's, made when it is first asked for.
     *
     * @param key what tells the form from others
     */
    public byte[] form(Object key, Function<PreparedMessage, byte[]> encoder) {
        byte[] known = forms.get(key);
        return known != null ? known : forms.computeIfAbsent(key, _ -> encoder.apply(this));
    }
}
