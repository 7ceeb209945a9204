package dev.serve.observe.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Samples what the client has decided to sample, and a share of what nobody has decided on, which
 * may change. Any thread.
 */
final class Ratio implements Sampler {

    private static final ContextKey<Boolean> CHOSEN = ContextKey.named("serve-chosen");
    private static final Context OF_CHOSEN = Context.root().with(CHOSEN, true);
    private static final Sampler ALL = Sampler.alwaysOn();
    private static final int ALL_PERCENT = 100;

    private volatile Sampler sampler;
    private volatile int percent;

    Ratio(int percent) {
        this.percent = percent;
        this.sampler = of(percent);
    }

    private static Sampler of(int percent) {
        return Sampler.parentBased(Sampler.traceIdRatioBased(percent / 100.0));
    }

    void percent(int now) {
        percent = now;
        sampler = of(now);
    }

    /**
     * Whether this work, on which nobody has decided, is among the share: known before it has a
     * span.
     */
    boolean chooses() {
        int now = percent;
        return now == ALL_PERCENT
                || (now > 0 && ThreadLocalRandom.current().nextInt(ALL_PERCENT) < now);
    }

    /** The parent of a span of work that has been chosen. */
    static Context ofChosen() {
        return OF_CHOSEN;
    }

    @Override
    public SamplingResult shouldSample(
            Context parentContext,
            String traceId,
            String name,
            SpanKind spanKind,
            Attributes attributes,
            List<LinkData> parentLinks) {
        Sampler decides = parentContext.get(CHOSEN) == null ? sampler : ALL;
        return decides.shouldSample(
                parentContext, traceId, name, spanKind, attributes, parentLinks);
    }

    @Override
    public String getDescription() {
        return sampler.getDescription();
    }
}
