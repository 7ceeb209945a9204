package dev.serve.api.websocket;

/** A whole message. */
public sealed interface WebSocketMessage {

    /** A text message. */
    record Text(String text) implements WebSocketMessage {}

    /** A binary message; the array is not copied and belongs to who was given the message. */
    @SuppressWarnings("ArrayRecordComponent") // a copy of every message would cost too much
    record Binary(byte[] bytes) implements WebSocketMessage {}
}
