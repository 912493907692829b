package dev.descent.audit;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Twin programs of a kind, for tests that take a few of them. */
final class TwinPrograms {
    private TwinPrograms() {}

    /** The first so many whose style is so and can have a fault, and show it; {@code ""} for healthy ones. */
    static LongStream first(int count, String fault, Predicate<TwinStyle> style) {
        return LongStream.range(0, 400)
                .filter(seed -> style.test(TwinStyle.of(seed)))
                .filter(seed -> fault.isEmpty()
                        || (TwinFaults.canHave(TwinStyle.of(seed), fault)
                                && GenerateAuditCases.show(TwinStyle.of(seed), List.of(fault), seed)))
                .limit(count);
    }

    static Audit audit(long seed, String fault) {
        return Audit.of(Twin.run(TwinStyle.of(seed), fault, seed));
    }
}
