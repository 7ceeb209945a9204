package dev.serve.grpc.call;

import dev.serve.api.config.GrpcConfig;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;

/**
 * What the calls of a listener have in common.
 *
 * @param config limits
 * @param counts what becomes of them
 */
public record CallSettings(GrpcConfig config, Counts counts) {

    /**
     * The compressor of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    Compressor compressor(String name) {
        Compressor known = CompressorRegistry.getDefaultInstance().lookupCompressor(name);
        if (known == null) {
            throw new IllegalArgumentException(
                    "compressor: \"" + name + "\" (expected: gzip or identity)");
        }
        return known;
    }

    DecompressorRegistry decompressors() {
        return DecompressorRegistry.getDefaultInstance();
    }
}
