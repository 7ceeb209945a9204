package dev.serve.http.hpack;

/** One field in a table, its name and its value in one array. Nobody changes it. */
@SuppressWarnings("ArrayRecordComponent")
record TableEntry(byte[] bytes, int nameLength) {

    /** What RFC 7541 section 4.1 adds for each entry. */
    static final int OVERHEAD = 32;

    int size() {
        return bytes.length + OVERHEAD;
    }
}
