package dev.serve.grpc.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one path template (google/api/http.proto):
 *
 * <pre>
 * Template  = "/" Segments [ Verb ] ;
 * Segments  = Segment { "/" Segment } ;
 * Segment   = "*" | "**" | LITERAL | Variable ;
 * Variable  = "{" FieldPath [ "=" Segments ] "}" ;
 * FieldPath = IDENT { "." IDENT } ;
 * Verb      = ":" LITERAL ;
 * </pre>
 *
 * <p>{@code /} alone is taken too. Used once.
 */
final class TemplateParser {

    private final String text;
    private final List<String> segments = new ArrayList<>();
    private final List<PathTemplate.Variable> variables = new ArrayList<>();
    private int at;

    TemplateParser(String text) {
        this.text = text;
    }

    PathTemplate parse() {
        expect('/');
        if (at < text.length()) {
            segments(false);
        }
        String verb = null;
        if (peek() == ':') {
            at++;
            verb = literal("a verb");
        }
        if (at < text.length()) {
            throw wrong("the end");
        }
        int many = segments.indexOf(PathTemplate.MANY);
        if (many >= 0 && many < segments.size() - 1) {
            throw new IllegalArgumentException(
                    "path template \"" + text + "\": ** in the middle (expected: at the end)");
        }
        return new PathTemplate(text, segments, variables, verb);
    }

    private void segments(boolean inVariable) {
        segment(inVariable);
        while (peek() == '/') {
            at++;
            segment(inVariable);
        }
    }

    private void segment(boolean inVariable) {
        if (peek() == '*') {
            at++;
            boolean many = peek() == '*';
            at += many ? 1 : 0;
            segments.add(many ? PathTemplate.MANY : PathTemplate.ONE);
        } else if (peek() == '{' && !inVariable) {
            variable();
        } else {
            segments.add(literal("a segment"));
        }
    }

    private void variable() {
        expect('{');
        String field = fieldPath();
        int from = segments.size();
        if (peek() == '=') {
            at++;
            segments(true);
        } else {
            segments.add(PathTemplate.ONE);
        }
        expect('}');
        if (variables.stream().anyMatch(known -> known.field().equals(field))) {
            throw new IllegalArgumentException(
                    "path template \"" + text + "\": " + field + " twice (expected: once)");
        }
        variables.add(new PathTemplate.Variable(field, from, segments.size()));
    }

    private String fieldPath() {
        int start = at;
        ident();
        while (peek() == '.') {
            at++;
            ident();
        }
        return text.substring(start, at);
    }

    private void ident() {
        int start = at;
        while (isIdent(peek(), at == start)) {
            at++;
        }
        if (at == start) {
            throw wrong("the name of a field");
        }
    }

    private static boolean isIdent(int c, boolean first) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        return letter || (!first && c >= '0' && c <= '9');
    }

    /** Characters of a path (RFC 3986 section 3.3) that mean nothing in a template. */
    private String literal(String what) {
        int start = at;
        while (isLiteral(peek())) {
            at++;
        }
        @Nullable String decoded = Escaped.decode(text.substring(start, at), false);
        if (at == start || decoded == null) {
            throw wrong(what);
        }
        return decoded;
    }

    private static boolean isLiteral(int c) {
        return c > ' ' && c < 0x7f && "/*{}:=?#\"<>\\^`|[]".indexOf(c) < 0;
    }

    /** The next character; -1 at the end. */
    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong(String.valueOf(c));
        }
        at++;
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException(
                "path template \"" + text + "\" at " + at + " (expected: " + expected + ")");
    }
}
