/** Benchmarks and load drivers. */
@NullMarked
package dev.serve.bench;

import org.jspecify.annotations.NullMarked;
