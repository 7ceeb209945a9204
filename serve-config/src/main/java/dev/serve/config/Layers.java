package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.config.Tree.Branch;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers so far, as one tree; the one added last wins. What is fixed is taken from each before
 * it counts. One use, one thread.
 */
final class Layers {

    private final FixedKeys fixed;
    private final List<Problem> warnings = new ArrayList<>();
    private Branch merged = Branch.empty(Origin.BUILDER);

    Layers(FixedKeys fixed) {
        this.fixed = fixed;
    }

    /** Adds what somebody wrote; they are warned where a fixed key shuts it out. */
    void add(Branch layer) {
        warnings.addAll(fixed.shutOutOf(layer));
        preset(layer);
    }

    /** Adds what a profile presets, which gives way to fixed keys in silence. */
    void preset(Branch layer) {
        merged = Merge.over(merged, Alternatives.decided(fixed.takenFrom(layer)));
    }

    Branch merged() {
        return merged;
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }
}
