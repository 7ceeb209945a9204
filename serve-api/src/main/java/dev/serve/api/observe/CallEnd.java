package dev.serve.api.observe;

/**
 * How a call of gRPC has ended that came as a plain request: by gRPC-Web, or in JSON. Immutable.
 *
 * @param method the name of a method that there is, or {@code other}
 * @param code such as {@code OK}; the status of HTTP says little of it
 * @param streamed whether its method has a stream of messages in either direction
 */
public record CallEnd(String method, String code, boolean streamed) {}
