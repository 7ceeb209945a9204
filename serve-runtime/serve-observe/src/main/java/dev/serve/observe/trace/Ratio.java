package dev.serve.observe.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Samples what the client has decided to sample, and a share of what nobody has decided on, which
 * may change. Any thread.
 */
final class Ratio implements Sampler {

    private volatile Sampler sampler;

    Ratio(int percent) {
        this.sampler = of(percent);
    }

    private static Sampler of(int percent) {
        return Sampler.parentBased(Sampler.traceIdRatioBased(percent / 100.0));
    }

    void percent(int percent) {
        sampler = of(percent);
    }

    @Override
    public SamplingResult shouldSample(
            Context parentContext,
            String traceId,
            String name,
            SpanKind spanKind,
            Attributes attributes,
            List<LinkData> parentLinks) {
        return sampler.shouldSample(
                parentContext, traceId, name, spanKind, attributes, parentLinks);
    }

    @Override
    public String getDescription() {
        return sampler.getDescription();
    }
}
