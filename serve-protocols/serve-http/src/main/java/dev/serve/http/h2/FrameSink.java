package dev.serve.http.h2;

/**
 * Takes frames as they are read, each well-formed by itself (RFC 9113 section 6). Arrays are the
 * reader's and valid during the call.
 */
interface FrameSink {

    /** DATA begins; its length counts for flow control, padding included. */
    void dataBegins(int stream, int length, int padding, boolean endStream)
            throws ConnectionError, StreamError;

    /** A part of the content of DATA. */
    void data(byte[] bytes, int from, int to) throws StreamError;

    /** All content of DATA has come. */
    void dataEnds() throws StreamError;

    /** A whole header block. */
    void headers(int stream, byte[] bytes, int from, int to, boolean endStream)
            throws ConnectionError, StreamError;

    /** A header block is not yet whole; further bytes of it are waited for. */
    void headersBegin();

    /** PRIORITY of old: nothing follows from it (RFC 9113 section 5.3.2). */
    void priority() throws ConnectionError;

    void priorityUpdate(int stream, byte[] bytes, int from, int to) throws ConnectionError;

    void reset(int stream, int code) throws ConnectionError;

    /** One setting of a frame; all come before {@link #settingsEnd}. */
    void setting(int id, long value) throws ConnectionError;

    void settingsEnd() throws ConnectionError;

    void settingsAcknowledged() throws ConnectionError;

    void ping(boolean acknowledged, byte[] bytes, int from) throws ConnectionError;

    void goAway(int code);

    void windowUpdate(int stream, int increment) throws ConnectionError, StreamError;

    /** A frame of a type that nobody knows. */
    void unknown() throws ConnectionError;
}
