package dev.serve.api.observe;

/**
 * The span that work belongs to, as W3C Trace Context (section 3.2) writes it. Immutable.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 */
public record TraceIds(String traceId, String spanId) {}
