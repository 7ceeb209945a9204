/**
 * Figures over time, in memory of a fixed size.
 *
 * <p>{@link dev.serve.observe.history.Recorder}: start here; looks once a second and keeps what it
 * sees in {@code Rings}, one for each figure.
 */
@NullMarked
package dev.serve.observe.history;

import org.jspecify.annotations.NullMarked;
