/**
 * Configuration as values: immutable records with builders, and one descriptor for each key.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.api.config.ServerConfig} and {@link dev.serve.api.config.ListenerConfig}:
 *       start here
 *   <li>{@link dev.serve.api.config.Key}: the one description of a key, with its {@link
 *       dev.serve.api.config.ValueType} and {@link dev.serve.api.config.Reload} class
 *   <li>{@link dev.serve.api.config.Schema}: how keys reach a record; binding, dumps and the
 *       reference page walk it
 *   <li>{@link dev.serve.api.config.ConfigInput}: where values come from, and {@link
 *       dev.serve.api.config.Profile}
 *   <li>{@link dev.serve.api.config.ConfigException}: every {@link dev.serve.api.config.Problem} at
 *       once, each with its {@link dev.serve.api.config.Origin}
 *   <li>{@link dev.serve.api.config.Cidr}: a block of addresses, of peers and proxies
 *   <li>{@link dev.serve.api.config.ConfigHelper}: listeners in koatty_serve's words
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * Records, keys and schemas are immutable; builders belong to one thread.
 */
@NullMarked
package dev.serve.api.config;

import org.jspecify.annotations.NullMarked;
