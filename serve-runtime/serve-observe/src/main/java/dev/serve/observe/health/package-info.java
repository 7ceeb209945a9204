/**
 * How well the server is.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.observe.health.HealthJudge}: start here; merges pools, listeners, checks,
 *       heap and life to one report
 *   <li>{@link dev.serve.observe.health.Checks}: asks checks of dependencies, so that none of them
 *       holds up a report or another check
 *   <li>{@link dev.serve.observe.health.HelidonCheck}: a check of Helidon as one of ours
 * </ul>
 */
@NullMarked
package dev.serve.observe.health;

import org.jspecify.annotations.NullMarked;
