package dev.serve.http.h2;

/** Why a stream or a connection ends (RFC 9113 section 7), in the order of their codes. */
enum ErrorCode {
    NO_ERROR,
    PROTOCOL_ERROR,
    INTERNAL_ERROR,
    FLOW_CONTROL_ERROR,
    SETTINGS_TIMEOUT,
    STREAM_CLOSED,
    FRAME_SIZE_ERROR,
    REFUSED_STREAM,
    CANCEL,
    COMPRESSION_ERROR,
    CONNECT_ERROR,
    ENHANCE_YOUR_CALM,
    INADEQUATE_SECURITY,
    HTTP_1_1_REQUIRED;

    /** The number in frames. */
    @SuppressWarnings("EnumOrdinal") // the RFC numbers them from 0 without a gap
    int code() {
        return ordinal();
    }
}
