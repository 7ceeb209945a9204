/**
 * What a server tells about itself: {@link dev.serve.api.event.ServerEvent}, a closed family of
 * records.
 *
 * <p>Listeners are called in the thread that made the change, outside every lock, one after
 * another.
 */
@NullMarked
package dev.serve.api.event;

import org.jspecify.annotations.NullMarked;
