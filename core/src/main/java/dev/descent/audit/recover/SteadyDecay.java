package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Update.Adaptive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The factor of a rule and the share of the parameter beside it that make all changes, as AdamW has them. */
final class SteadyDecay {
    private final double same;
    private @Nullable Fit first;

    /** @param same to what share factors of two changes agree */
    SteadyDecay(double same) {
        this.same = same;
    }

    /** Whether a change is both, in the shares of those before. */
    boolean agrees(Matrix change, Matrix step, Matrix before) {
        Fit fit = Fit.combination(change, List.of(step, before));
        Fit known = first;
        if (!fit.matches() || (fit.shows() && known != null && !fit.hasScalesOf(known, same))) {
            return false;
        }
        first = known == null && fit.shows() ? fit : known;
        return true;
    }

    /** The rule with its factor and decay; null where no change shows them. */
    @Nullable
    Update of(Adaptive unit) {
        Fit fit = first;
        return fit == null ? null : new Update.Decayed(AdaptiveWays.times(unit, fit.scales()[0]), fit.scales()[1]);
    }
}
