/**
 * Reads {@code serve.yaml} and what lies over it into one typed snapshot.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.config.ConfigLoader}: start here; every layer, every problem at once
 *   <li>{@link dev.serve.config.ConfigSnapshot}: what came of it, and where each value came from;
 *       {@link dev.serve.config.ConfigDump} shows it
 *   <li>{@code ConfigFile}: a file becomes a {@code Tree}, each value with its place; {@code
 *       YamlReader} and {@code NodeTrees} for YAML and JSON, {@code PropertiesReader} for
 *       properties
 *   <li>{@code References}, {@code Secrets}: what a file takes from the environment and other files
 *   <li>{@code Overlays}, {@code EnvironmentNames}: environment, system properties and overrides
 *       become trees
 *   <li>{@code Layers}, {@code Profiles}, {@code Alternatives}, {@code FixedKeys}: which tree wins
 *       where
 *   <li>{@code Binding}, {@code Values}, {@code CrossField}: the merged tree becomes records, by
 *       walking their {@link dev.serve.api.config.Schema}
 *   <li>{@link dev.serve.config.ConfigRules}: what must hold in the whole, between listeners and
 *       between limits
 *   <li>{@link dev.serve.config.TlsFiles}: whether keys and certificates can be read
 *   <li>{@link dev.serve.config.ConfigPatch}: a part of a configuration over another
 *   <li>{@link dev.serve.config.ConfigDiff}: the keys in which two records differ, and what it
 *       takes to put them in force
 * </ul>
 *
 * <h2>Flow</h2>
 *
 * files, environment, properties, overrides &rarr; trees &rarr; merged tree &rarr; records &rarr;
 * snapshot
 *
 * <h2>Threads</h2>
 *
 * What is public is immutable or stateless.
 */
@NullMarked
package dev.serve.config;

import org.jspecify.annotations.NullMarked;
