package dev.serve.bench.load;

import java.nio.charset.StandardCharsets;

/** What is measured of gRPC: so many connections, each with so many calls at a time. */
enum GrpcRow {
    /** Many at a time. */
    UNARY64("unary calls of 16 bytes there and back, 64 in flight over 4 connections", 4, 16, 0),
    /** One at a time. */
    UNARY1("unary calls of 16 bytes there and back, 1 in flight", 1, 1, 0),
    /** What a feed does. */
    STREAM(
            "64 bytes a message, calls of 1,000 messages, 16 in flight over 4 connections",
            4,
            4,
            1_000),
    /** A lone feed. */
    STREAM1("64 bytes a message, calls of 1,000 messages, 1 in flight", 1, 1, 1_000);

    private static final int HEAD = 5;

    private final String title;
    private final int connections;
    private final int calls;
    private final int messages;

    GrpcRow(String title, int connections, int calls, int messages) {
        this.title = title;
        this.connections = connections;
        this.calls = calls;
        this.messages = messages;
    }

    String title() {
        return title;
    }

    int connections() {
        return connections;
    }

    /** Of a connection, in flight. */
    int calls() {
        return calls;
    }

    /** How many answer a call. */
    int messages() {
        return Math.max(1, messages);
    }

    String path() {
        return messages == 0 ? GrpcBytes.ECHO_PATH : GrpcBytes.MANY_PATH;
    }

    /** The one message of a call, behind its head. */
    byte[] request() {
        return framed(messages == 0 ? "abcdefghabcdefgh" : Integer.toString(messages));
    }

    private static byte[] framed(String message) {
        byte[] text = message.getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[HEAD + text.length];
        bytes[HEAD - 1] = (byte) text.length;
        System.arraycopy(text, 0, bytes, HEAD, text.length);
        return bytes;
    }

    /** Bytes of all messages of an answer, with their heads. */
    int answerSize() {
        return messages == 0 ? request().length : messages * (HEAD + GrpcBytes.MESSAGE);
    }
}
