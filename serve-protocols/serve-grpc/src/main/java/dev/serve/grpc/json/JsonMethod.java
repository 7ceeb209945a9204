package dev.serve.grpc.json;

import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import io.grpc.ServerMethodDefinition;

/**
 * A method, and what protobuf knows of it. Immutable.
 *
 * @param definition what runs
 * @param proto what was declared
 * @param input an empty request
 * @param output an empty answer
 */
public record JsonMethod(
        ServerMethodDefinition<?, ?> definition,
        Descriptors.MethodDescriptor proto,
        Message input,
        Message output) {

    /** Such as {@code library.Library/GetShelf}. */
    public String name() {
        return definition.getMethodDescriptor().getFullMethodName();
    }

    /** Whether clients send more than one message, which a request in JSON cannot. */
    public boolean clientStreams() {
        return !definition.getMethodDescriptor().getType().clientSendsOneMessage();
    }

    /** Whether there is more than one message in an answer. */
    public boolean serverStreams() {
        return !definition.getMethodDescriptor().getType().serverSendsOneMessage();
    }
}
