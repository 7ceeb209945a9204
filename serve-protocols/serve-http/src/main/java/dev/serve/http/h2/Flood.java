package dev.serve.http.h2;

/**
 * What a peer may send for nothing, and how often in ten seconds (CVE-2019-9511 to 9518,
 * CVE-2023-44487, CVE-2024-27316, CVE-2025-8671).
 */
enum Flood {
    /** Streams that end by a reset, of the client or by its fault: each costs us a request. */
    RESETS(200, "streams that are reset"),
    SETTINGS(100, "SETTINGS"),
    PINGS(2000, "PING"),
    PRIORITIES(2000, "PRIORITY frames"),
    UNKNOWN(2000, "unknown frames"),
    OVERSIZED(200, "header lists that are too large"),
    /** For streams that we have cut short; what was on its way is less. */
    LATE_DATA(20_000, "DATA frames for streams that have ended"),
    EMPTY_DATA(200, "DATA frames without content"),
    WINDOW_UPDATES(2000, "WINDOW_UPDATE");

    private final int allowance;
    private final String what;

    Flood(int allowance, String what) {
        this.allowance = allowance;
        this.what = what;
    }

    int allowance() {
        return allowance;
    }

    /** For the GOAWAY that ends it. */
    String what() {
        return what;
    }
}
