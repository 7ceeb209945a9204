/**
 * What a listener's pool tells of its connections: figures, health, and each connection.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.api.pool.PoolView}: start here
 *   <li>{@link dev.serve.api.pool.PoolMetrics}, {@link dev.serve.api.pool.PoolHealth}, {@link
 *       dev.serve.api.pool.ConnectionView}: what it answers, each a moment's values
 *   <li>{@link dev.serve.api.pool.RefuseReason}, {@link dev.serve.api.pool.CloseReason}: why
 *       somebody is not inside
 *   <li>{@link dev.serve.api.pool.Ids}: how servers, operations, connections and requests are named
 * </ul>
 */
@NullMarked
package dev.serve.api.pool;

import org.jspecify.annotations.NullMarked;
