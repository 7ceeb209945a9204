/**
 * One gRPC call on one stream of HTTP/2 (the protocol "gRPC over HTTP/2" of grpc.io).
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@code CallTaker}: from the request to the end of the call; {@code Call}: grpc-java's view
 *       of it, to which handlers speak; {@code Origin}: the request, for who is told of its end
 *   <li>{@code Incoming}: bytes of the client to messages; {@code Outgoing}: messages to bytes,
 *       many of them in one frame
 *   <li>{@code Fields}: metadata to header fields and back; {@code Timeout}, {@code PercentText}:
 *       two of their values
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * The virtual thread of the stream runs the handler's callbacks, one at a time, and reads; whoever
 * sends, writes. Handlers may block.
 */
@NullMarked
package dev.serve.grpc.call;

import org.jspecify.annotations.NullMarked;
