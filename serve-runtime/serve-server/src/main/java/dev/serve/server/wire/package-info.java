/**
 * The wires of our listeners: how the bytes of one connection are waited for, read and written.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.server.wire.PlainWire}: start here; buffers and the order of calls
 *   <li>{@link dev.serve.server.wire.Transport}: the system's side; a selector's loop wakes parked
 *       threads, or threads wait in blocking calls
 *   <li>{@link dev.serve.server.wire.Loops}: the selector loops of a server, each with an alarm for
 *       those who wait for a limited time
 *   <li>{@link dev.serve.server.wire.Buffers}: what wires borrow while bytes are on their way
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * A connection's thread reads and writes by itself; loops only wake it. See {@link
 * dev.serve.api.spi.Wire} for who may call what.
 */
@NullMarked
package dev.serve.server.wire;

import org.jspecify.annotations.NullMarked;
