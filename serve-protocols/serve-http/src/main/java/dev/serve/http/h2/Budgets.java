package dev.serve.http.h2;

/**
 * The budgets of a connection against floods (CVE-2019-9511 to 9518, CVE-2023-44487,
 * CVE-2024-27316, CVE-2025-8671). Belongs to the thread that reads.
 */
final class Budgets {

    /** Streams that end by a reset, of the client or by its fault: each costs us a request. */
    final Budget resets = new Budget(200, "streams that are reset");

    final Budget settings = new Budget(100, "SETTINGS");
    final Budget pings = new Budget(2000, "PING");
    final Budget priorities = new Budget(2000, "PRIORITY frames");
    final Budget unknown = new Budget(2000, "unknown frames");
    final Budget oversized = new Budget(200, "header lists that are too large");

    /** For streams that we have cut short; what was on its way is less. */
    final Budget lateData = new Budget(20_000, "DATA frames for streams that have ended");

    final Budget emptyData = new Budget(200, "DATA frames without content");
    final Budget windowUpdates = new Budget(2000, "WINDOW_UPDATE");

    /** A request has been answered to its end. */
    void answered(long nowNanos, int requests) {
        resets.earn(nowNanos, requests);
        priorities.earn(nowNanos, requests);
    }

    /**
     * Frames of DATA have been sent, each of which a client may acknowledge by two frames; those
     * that it has made small by small windows do not count.
     */
    void sent(long nowNanos, int frames) {
        windowUpdates.earn(nowNanos, 4 * frames);
    }
}
