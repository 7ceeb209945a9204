/** Admission, tracking and draining of the sockets of one listener. */
@NullMarked
package dev.serve.pool;

import org.jspecify.annotations.NullMarked;
