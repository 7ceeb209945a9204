package dev.serve.grpc;

import dev.serve.testing.TestHttpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A call by gRPC-Web, as a test makes it byte by byte.
 *
 * @param answer as it came
 * @param messages in it
 * @param trailers the block behind them; empty without one
 */
record WebCall(HttpResponse<byte[]> answer, List<byte[]> messages, String trailers) {

    private static final String BINARY = "application/grpc-web+proto";
    private static final String TEXT = "application/grpc-web-text+proto";

    /** A message with its head. */
    static byte[] frame(int flag, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flag)
                .putInt(message.length)
                .put(message)
                .array();
    }

    static byte[] frame(String message) {
        return frame(0, message.getBytes(StandardCharsets.UTF_8));
    }

    static WebCall send(
            TestHttpClient client, boolean text, String path, byte[] body, String... headers) {
        var request =
                client.request(path)
                        .header("Content-Type", text ? TEXT : BINARY)
                        .header("X-Grpc-Web", "1")
                        .POST(
                                BodyPublishers.ofByteArray(
                                        text ? Base64.getEncoder().encode(body) : body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        return of(answer, text ? decoded(answer.body()) : answer.body());
    }

    /** Each piece may be padded. */
    static byte[] decoded(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < text.length; at += 4) {
            bytes.writeBytes(
                    Base64.getDecoder().decode(new String(text, at, 4, StandardCharsets.US_ASCII)));
        }
        return bytes.toByteArray();
    }

    private static WebCall of(HttpResponse<byte[]> answer, byte[] body) {
        List<byte[]> messages = new ArrayList<>();
        String trailers = "";
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            while (in.available() > 0) {
                int flag = in.readUnsignedByte();
                byte[] part = in.readNBytes(in.readInt());
                if (flag == 0x80) {
                    trailers = new String(part, StandardCharsets.US_ASCII);
                } else {
                    messages.add(part);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("the answer ends in the middle of a frame", e);
        }
        return new WebCall(answer, messages, trailers);
    }

    /** A field of the head; empty without one. */
    String head(String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    List<String> texts() {
        return messages.stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
    }
}
