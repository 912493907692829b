package dev.descent.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every reader does with a file that is not right. */
final class Refusals {
    private Refusals() {}

    /** It throws a {@link DescentException} of one line that holds all the parts. */
    static void assertRefused(ThrowingCallable reading, String... parts) {
        assertThatThrownBy(reading)
                .isInstanceOf(DescentException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }
}
