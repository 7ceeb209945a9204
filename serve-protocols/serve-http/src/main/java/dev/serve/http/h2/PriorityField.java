package dev.serve.http.h2;

/**
 * The value of Priority (RFC 9218 section 4): {@code u=1, i}. What it does not understand it takes
 * for not there.
 *
 * @param urgency from 0, the first, to 7
 * @param incremental whether it is of use in parts
 */
record PriorityField(int urgency, boolean incremental) {

    private static final int USUAL = 3;

    static final PriorityField DEFAULT = new PriorityField(USUAL, false);

    static PriorityField of(byte[] bytes, int from, int to) {
        int urgency = USUAL;
        boolean incremental = false;
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && bytes[end] != ',') {
                end++;
            }
            int begin = at;
            while (begin < end && bytes[begin] == ' ') {
                begin++;
            }
            int length = end - begin;
            if (length == 3
                    && bytes[begin] == 'u'
                    && bytes[begin + 1] == '='
                    && bytes[begin + 2] >= '0'
                    && bytes[begin + 2] <= '7') {
                urgency = bytes[begin + 2] - '0';
            } else if (length >= 1 && bytes[begin] == 'i') {
                incremental = length == 1 || (length == 4 && bytes[begin + 3] == '1');
            }
            at = end + 1;
        }
        return new PriorityField(urgency, incremental);
    }
}
