package dev.descent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    private static final long SEED = 20261128;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyPartOfEveryLoopIsDoneOnceAndBeforeTheLoopReturns(int threads) {
        Workers workers = Workers.of(threads);
        SplittableRandom random = new SplittableRandom(SEED);
        int[] times = new int[100];
        for (int loop = 1; loop <= 30_000; loop++) {
            int count = random.nextInt(times.length + 1);
            int grain = random.nextInt(1, 20);
            Arrays.fill(times, 0);
            workers.share(count, grain, random.nextInt(1, 4), (from, to) -> {
                for (int i = from; i < to; i++) {
                    times[i]++;
                }
            });
            for (int i = 0; i < times.length; i++) {
                assertThat(times[i])
                        .as("seed %d, loop %d, %d of %d", SEED, loop, i, count)
                        .isEqualTo(i < count ? 1 : 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatAPartThrowsIsThrownAndTheNextLoopIsDone(int threads) {
        Workers workers = Workers.of(threads);
        for (int loop = 0; loop < 1000; loop++) {
            int broken = loop % 12;
            assertThatThrownBy(() -> workers.share(12, 1, (from, to) -> {
                        if (from <= broken && broken < to) {
                            throw new IllegalStateException("part " + broken);
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("part " + broken);
            int[] done = new int[12];
            workers.share(12, 1, (from, to) -> Arrays.fill(done, from, to, 1));
            assertThat(done).containsOnly(1);
        }
    }
}
