package dev.descent.audit.recover;

import java.util.List;
import java.util.function.Predicate;

/**
 * Where a forward pass is looked for: in one iteration, in a batch of any length.
 *
 * @param worksBack whether weights are dumped after the update, and what they were before is worked out
 */
record ForwardStage(Book book, int iteration, boolean worksBack) {
    /** @param enough asked after each array taken as input, with what was found from it; true ends the search */
    void run(Predicate<List<ForwardSearch.Found>> enough) {
        for (int samples : book.lengths(iteration)) {
            Batch batch = Batch.of(book, iteration, samples);
            ChainSearch chains = new ChainSearch(batch, worksBack);
            for (Seen source : batch.seen()) {
                Variable variable = source.ref().variable();
                if (!book.mayBeInput(variable) || variable.staysZero()) {
                    continue;
                }
                List<ForwardSearch.Found> found = chains.from(source);
                if (!found.isEmpty() && enough.test(found)) {
                    return;
                }
            }
        }
    }
}
