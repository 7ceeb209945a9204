/**
 * What a running server tells about itself beyond its pools: health, and meters over time.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.api.observe.HealthView}: start here; the health of the whole server as a
 *       {@link dev.serve.api.observe.HealthReport}
 *   <li>{@link dev.serve.api.observe.HealthCheck}: what else the health depends on, such as a
 *       database
 *   <li>{@link dev.serve.api.observe.MeterHistory}: meters over time
 *   <li>{@link dev.serve.api.observe.TraceIds}, {@link dev.serve.api.observe.CallEnd}: what a
 *       request was, when it has ended
 * </ul>
 *
 * <p>An extension offers such views by {@code Extension.view}, and everybody finds them by {@code
 * Server.view}: who shows them knows nobody that makes them.
 */
@NullMarked
package dev.serve.api.observe;

import org.jspecify.annotations.NullMarked;
