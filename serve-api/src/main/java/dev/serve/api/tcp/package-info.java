/**
 * Framed byte streams over TCP and Unix sockets.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.api.tcp.TcpHandler}: start here; gets the frames of every connection
 *   <li>{@link dev.serve.api.tcp.TcpConnection}: what it answers to
 *   <li>{@link dev.serve.api.tcp.FrameCodec}: how frames lie in the bytes; those that are there, or
 *       one of your own with its {@link dev.serve.api.tcp.FrameDecoder}
 * </ul>
 */
@NullMarked
package dev.serve.api.tcp;

import org.jspecify.annotations.NullMarked;
