/**
 * gRPC-Web (PROTOCOL-WEB of grpc.io): calls of browsers, in bytes or in Base64.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.grpc.web.WebType}: which of its forms a request has
 *   <li>{@link dev.serve.grpc.web.WebForm}: what such a client says and hears
 *   <li>{@code Base64Pieces}: text to bytes, as it comes
 * </ul>
 */
@NullMarked
package dev.serve.grpc.web;

import org.jspecify.annotations.NullMarked;
