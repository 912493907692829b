package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.LinkSearch.Held;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a weight makes of the output of a chain.
 *
 * @param bias null for none
 * @param logits the sums, of the sampled rows
 * @param held the links from them that hold
 * @param start the weight and the bias before the first iteration, where they were worked back
 */
record WeightedSums(Ref weight, @Nullable Ref bias, Matrix logits, List<Held> held, Map<Variable, Matrix> start) {}
