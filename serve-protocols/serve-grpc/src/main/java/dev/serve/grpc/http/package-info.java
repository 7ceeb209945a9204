/**
 * Calls that come as plain requests of HTTP/1.1 or HTTP/2, in another form than that of gRPC.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@code Form}: what a client says and wants to hear, to gRPC's messages and back
 *   <li>{@code PlainCall}: a request and its answer, as the stream that a call is served on
 *   <li>{@code FormWire}: the bytes that it reads
 * </ul>
 */
@NullMarked
package dev.serve.grpc.http;

import org.jspecify.annotations.NullMarked;
