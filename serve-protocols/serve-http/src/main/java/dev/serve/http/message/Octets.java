package dev.serve.http.message;

/**
 * What a byte may be part of: one table of bits for the grammars of RFC 9110 (fields, tokens) and
 * RFC 3986 (paths, queries, hosts).
 */
public final class Octets {

    private static final byte TOKEN = 1;
    private static final byte METHOD = 2;
    private static final byte VALUE = 4;
    private static final byte PATH = 8;
    private static final byte QUERY = 16;
    private static final byte HOST = 32;
    private static final byte HEX = 64;

    private static final byte[] CLASSES = new byte[256];

    static {
        add(TOKEN, "!#$%&'*+-.^_`|~");
        addLettersAndDigits(TOKEN);
        add(METHOD, "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        // RFC 9110 section 5.5: visible characters, space, tab, and bytes beyond ASCII.
        for (int octet = ' '; octet < 256; octet++) {
            CLASSES[octet] |= octet == 0x7f ? 0 : VALUE;
        }
        CLASSES['\t'] |= VALUE;
        String unreservedAndDelimiters = "-._~!$&'()*+,;=";
        add(HOST, unreservedAndDelimiters + "%");
        addLettersAndDigits(HOST);
        add(PATH, unreservedAndDelimiters + ":@/%");
        addLettersAndDigits(PATH);
        // The last seven are no part of a query by RFC 3986, but browsers send them as they are.
        add(QUERY, unreservedAndDelimiters + ":@/?%" + "[]{}|\\^`");
        addLettersAndDigits(QUERY);
        add(HEX, "0123456789abcdefABCDEF");
    }

    private Octets() {}

    private static void add(byte kind, String octets) {
        octets.chars().forEach(octet -> CLASSES[octet] |= kind);
    }

    private static void addLettersAndDigits(byte kind) {
        add(kind, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    }

    private static boolean is(byte octet, byte kind) {
        return (CLASSES[octet & 0xff] & kind) != 0;
    }

    /** RFC 9110 section 5.6.2: part of a token, such as a field name. */
    public static boolean isToken(byte octet) {
        return is(octet, TOKEN);
    }

    /** Part of a method: a token without lower-case letters, which no registered method has. */
    public static boolean isMethod(byte octet) {
        return is(octet, METHOD);
    }

    /** RFC 9110 section 5.5: part of a field value. */
    public static boolean isFieldValue(byte octet) {
        return is(octet, VALUE);
    }

    /** RFC 3986 section 3.3: part of a path, slash and percent sign included. */
    static boolean isPath(byte octet) {
        return is(octet, PATH);
    }

    /** RFC 3986 section 3.4: part of a query, and what browsers leave as it is there. */
    static boolean isQuery(byte octet) {
        return is(octet, QUERY);
    }

    /** RFC 3986 section 3.2.2: part of a registered name, percent sign included. */
    static boolean isHost(byte octet) {
        return is(octet, HOST);
    }

    /** A hexadecimal digit. */
    public static boolean isHex(byte octet) {
        return is(octet, HEX);
    }

    /** The value of a hexadecimal digit. */
    public static int hexValue(byte digit) {
        return digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
    }

    /** Whether bytes are a word, letters of either case. The word is ASCII in lower case. */
    public static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            byte octet = bytes[from + i];
            int lower = octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
