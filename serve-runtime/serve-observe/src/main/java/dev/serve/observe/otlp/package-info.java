/**
 * Sends spans and meters to a collector of OpenTelemetry.
 *
 * <p>{@link dev.serve.observe.otlp.OtlpEndpoint}: start here; one address of a collector.
 */
@NullMarked
package dev.serve.observe.otlp;

import org.jspecify.annotations.NullMarked;
