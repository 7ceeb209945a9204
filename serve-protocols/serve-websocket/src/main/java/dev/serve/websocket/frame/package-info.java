/**
 * Frames as RFC 6455 section 5 draws them. Not exported.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.websocket.frame.FrameHead}: reads the head of a client's frame
 *   <li>{@link dev.serve.websocket.frame.Masking}: undoes its mask
 *   <li>{@link dev.serve.websocket.frame.Utf8}: checks text as it comes
 *   <li>{@link dev.serve.websocket.frame.CloseFrame}: the payload of a close frame
 *   <li>{@link dev.serve.websocket.frame.FrameWriter}: writes the head of a server's frame
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * Everything belongs to one thread at a time.
 */
@NullMarked
package dev.serve.websocket.frame;

import org.jspecify.annotations.NullMarked;
