/**
 * What users write against: builders, routing, exchanges and filters, configuration records,
 * events.
 */
@NullMarked
package dev.serve.api;

import org.jspecify.annotations.NullMarked;
