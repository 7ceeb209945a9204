package dev.serve.http.h2;

import java.util.HexFormat;

/** What a reader of frames tells, as text; content counts however it was cut. */
final class FrameTranscript implements FrameSink {

    /** A stream of which every frame of DATA is an error. */
    private static final int BROKEN = 13;

    private final StringBuilder text = new StringBuilder();
    private boolean dropped;

    void line(String line) {
        text.append(line).append('\n');
    }

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    @Override
    public void dataBegins(int stream, int length, int padding, boolean endStream)
            throws StreamError {
        line("data " + stream + " " + length + " " + padding + " " + endStream);
        dropped = stream == BROKEN;
        if (dropped) {
            throw new StreamError(stream, ErrorCode.STREAM_CLOSED, "closed");
        }
    }

    @Override
    public void data(byte[] bytes, int from, int to) {
        if (!dropped) {
            text.append(hex(bytes, from, to));
        }
    }

    @Override
    public void dataEnds() {
        line(".");
    }

    @Override
    public void headers(int stream, byte[] bytes, int from, int to, boolean endStream) {
        line("headers " + stream + " " + hex(bytes, from, to) + " " + endStream);
    }

    @Override
    public void headersBegin() {
        line("headers begin");
    }

    @Override
    public void priority() {
        line("priority");
    }

    @Override
    public void priorityUpdate(int stream, byte[] bytes, int from, int to) {
        PriorityField priority = PriorityField.of(bytes, from, to);
        line("update " + stream + " " + priority);
    }

    @Override
    public void reset(int stream, int code) {
        line("reset " + stream + " " + code);
    }

    @Override
    public void setting(int id, long value) {
        line("setting " + id + " " + value);
    }

    @Override
    public void settingsEnd() {
        line("settings end");
    }

    @Override
    public void settingsAcknowledged() {
        line("settings acknowledged");
    }

    @Override
    public void ping(boolean acknowledged, byte[] bytes, int from) {
        line("ping " + acknowledged + " " + hex(bytes, from, from + 8));
    }

    @Override
    public void goAway(int code) {
        line("go away " + code);
    }

    @Override
    public void windowUpdate(int stream, int increment) {
        line("window " + stream + " " + increment);
    }

    @Override
    public void unknown() {
        line("unknown");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
