package dev.serve.grpc.call;

import dev.serve.api.config.GrpcConfig;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;

/**
 * What the calls of a listener have in common.
 *
 * @param config limits
 * @param counts what becomes of them
 */
public record CallSettings(GrpcConfig config, Counts counts) {

    CompressorRegistry compressors() {
        return CompressorRegistry.getDefaultInstance();
    }

    DecompressorRegistry decompressors() {
        return DecompressorRegistry.getDefaultInstance();
    }
}
