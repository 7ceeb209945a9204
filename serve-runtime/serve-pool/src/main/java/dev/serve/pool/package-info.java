/**
 * Admission, tracking and draining of the sockets of one listener.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.pool.ConnectionPool}: start here; decides who enters, knows who is inside
 *   <li>{@link dev.serve.pool.Admission}: its answer to one accepted socket
 *   <li>{@link dev.serve.pool.Lease}: the place of one socket, held from accept to close, with its
 *       requests in flight
 *   <li>{@link dev.serve.pool.Activity}: what a connection is doing and since when; deadlines are
 *       judged by it
 *   <li>{@link dev.serve.pool.Pooled}: what the pool asks of the connection behind a lease
 *   <li>{@link dev.serve.pool.PoolCounts}: the counts at one moment
 * </ul>
 *
 * <h2>Flow</h2>
 *
 * accepted socket &rarr; {@code admit} &rarr; lease &rarr; protocol &rarr; {@code lease.close()}
 *
 * <h2>Threads</h2>
 *
 * Every method may be called by any thread. Connections are called outside the lock.
 */
@NullMarked
package dev.serve.pool;

import org.jspecify.annotations.NullMarked;
