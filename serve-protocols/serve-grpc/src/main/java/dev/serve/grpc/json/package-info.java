/**
 * Calls in JSON: by {@code google.api.http} (google/api/http.proto), and by POST on the path of the
 * method.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.grpc.json.JsonService}: what protobuf tells of the methods of a service
 *   <li>{@link dev.serve.grpc.json.Binding}: one way to a method; {@link
 *       dev.serve.grpc.json.PathTemplate}: its path
 *   <li>{@code RequestReader}: a request to a message; {@code FieldPath}: a field that it names
 *   <li>{@link dev.serve.grpc.json.JsonForm}: messages to an answer, in {@code JsonText}; {@code
 *       JsonStatus}: how it has ended
 * </ul>
 */
@NullMarked
package dev.serve.grpc.json;

import org.jspecify.annotations.NullMarked;
