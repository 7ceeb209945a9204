/**
 * Admission, tracking and draining of the sockets of one listener.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.pool.ConnectionPool}: start here; decides who enters, knows who is inside
 *   <li>{@link dev.serve.pool.Admission}: its answer to one accepted socket; a {@link
 *       dev.serve.pool.Waiter} holds one that must wait
 *   <li>{@link dev.serve.pool.Lease}: the place of one socket, held from accept to close; told by
 *       connection, wire and engine what they do
 *   <li>{@link dev.serve.pool.Pooled}: what the pool asks of the connection behind a lease
 *   <li>{@link dev.serve.pool.PoolIdentity}: whose pool it is, and who is told of it
 *   <li>{@link dev.serve.pool.PoolCounts}: the counts at one moment; figures and health are in
 *       {@link dev.serve.api.pool}
 * </ul>
 *
 * <p>Behind these: {@code Admissions} with {@code PeerCounts}, {@code AcceptRate} and {@code
 * WaitQueue} stand under one lock; {@code Activity} and {@code Traffic} are what a lease knows of
 * its connection; {@code Sweep} judges them, {@code Stuck} and {@code Outliving} handlers that
 * nobody waits for any longer; {@code Figures} keeps the last minute.
 *
 * <h2>Flow</h2>
 *
 * accepted socket &rarr; {@code admit} &rarr; lease &rarr; protocol &rarr; {@code lease.close()}
 *
 * <h2>Threads</h2>
 *
 * Every method may be called by any thread unless it says otherwise. Connections, waiters and
 * observers are called under no lock.
 */
@NullMarked
package dev.serve.pool;

import org.jspecify.annotations.NullMarked;
