/**
 * gRPC on the listeners: services of grpc-java on the streams of our HTTP/2 engine.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.grpc.GrpcProtocol}: how the server finds this module
 *   <li>{@link dev.serve.grpc.GrpcFeature}: puts services onto a listener
 *   <li>{@code GrpcRoute}: one service; {@code UnknownRoute}: what answers for the others
 *   <li>{@code Health}: tells clients whether there is service
 *   <li>{@code Reflection}: tells clients what services there are
 *   <li>{@code WebRoute}, {@code JsonRoute}: calls in plain requests; {@code Ways}: their paths,
 *       {@code Pages}: which pages may, {@code StrayFeature}: what answers for the other requests
 *   <li>package {@code call}: one call
 *   <li>packages {@code http}, {@code web}, {@code json}: one in a plain request, in either form
 * </ul>
 */
@NullMarked
package dev.serve.grpc;

import org.jspecify.annotations.NullMarked;
