/**
 * permessage-deflate (RFC 7692) on the JDK's zlib. Not exported.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.websocket.deflate.Deflation}: what client and server have agreed on
 *   <li>{@link dev.serve.websocket.deflate.Compressor}: messages to the peer
 *   <li>{@link dev.serve.websocket.deflate.Decompressor}: messages from the peer
 *   <li>{@link dev.serve.websocket.deflate.ContextMemory}: what the contexts of all sessions may
 *       take
 * </ul>
 */
@NullMarked
package dev.serve.websocket.deflate;

import org.jspecify.annotations.NullMarked;
