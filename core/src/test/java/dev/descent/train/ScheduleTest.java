package dev.descent.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Schedule.Plan PLAN = new Schedule.Plan(100, 10);

    private static double factor(String schedule, long step) {
        return Schedules.parse(schedule).factor(step, PLAN, List.of());
    }

    @Test
    void eachScheduleStartsAndEndsWhereItsFormulaSays() {
        assertThat(factor("constant", 99)).isEqualTo(1);
        assertThat(factor("step(every=3, factor=0.5)", 29)).isEqualTo(1);
        assertThat(factor("step(every=3, factor=0.5)", 30)).isEqualTo(0.5);
        assertThat(factor("step(every=3, factor=0.5)", 60)).isEqualTo(0.25);
        assertThat(factor("exponential(0.9)", 25)).isCloseTo(0.81, within(1e-12));
        assertThat(factor("cosine", 0)).isEqualTo(1);
        assertThat(factor("cosine(end=0.1)", 99)).isCloseTo(0.1, within(1e-12));
        assertThat(Schedules.parse("cosine").factor(50, new Schedule.Plan(101, 10), List.of()))
                .isCloseTo(0.5, within(1e-12));
        assertThat(factor("linear", 99)).isCloseTo(0, within(1e-12));
        assertThat(factor("inverse-time(0.01)", 50)).isCloseTo(1 / 1.5, within(1e-12));
        assertThat(factor("warm-up(2)", 0)).isCloseTo(1 / 20.0, within(1e-12));
        assertThat(factor("warm-up(2)", 19)).isEqualTo(1);
        assertThat(factor("warm-up(2, then=linear)", 99)).isCloseTo(0, within(1e-12));
    }

    /** PyTorch: OneCycleLR(max_lr=1, total_steps=100) peaks at step 29 and ends at 1/25/1e4. */
    @Test
    void oneCycleRisesToItsPeakAndFallsToItsEnd() {
        assertThat(factor("one-cycle", 0)).isCloseTo(0.04, within(1e-12));
        assertThat(factor("one-cycle", 29)).isCloseTo(1, within(1e-12));
        assertThat(factor("one-cycle", 99)).isCloseTo(4e-6, within(1e-12));
        assertThat(factor("one-cycle", 14))
                .isCloseTo(0.04 + 0.96 * (1 - Math.cos(Math.PI * 14 / 29)) / 2, within(1e-12));
    }

    @Test
    void aPlateauReducesTheRateOnlyAfterItsPatience() {
        Schedule schedule = Schedules.parse("reduce-on-plateau(factor=0.5, patience=2)");
        List<Double> falling = List.of(5.0, 4.0, 3.0, 2.0, 1.0, 0.5);
        assertThat(schedule.factor(60, PLAN, falling)).isEqualTo(1);
        assertThat(schedule.factor(40, PLAN, List.of(1.0, 1.0, 1.0))).isEqualTo(1);
        assertThat(schedule.factor(40, PLAN, List.of(1.0, 1.0, 1.0, 1.0))).isEqualTo(0.5);
        assertThat(schedule.factor(40, PLAN, List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)))
                .isEqualTo(0.25);
        assertThat(schedule.factor(40, PLAN, List.of(1.0, Double.NaN, Double.NaN, Double.NaN)))
                .isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "constant",
                "step(every=3)",
                "step(every=3, factor=0.5)",
                "exponential",
                "cosine",
                "cosine(end=0.01)",
                "linear",
                "one-cycle",
                "one-cycle(warm=0.2)",
                "warm-up(epochs=0.5, then=cosine(end=0.1))",
                "inverse-time(decay=1e-6)",
                "reduce-on-plateau",
                "reduce-on-plateau(patience=3)"
            })
    void aScheduleReadsBackFromItsTextAndNeverLeavesZeroToOne(String text) {
        Schedule schedule = Schedules.parse(text);
        assertThat(schedule.spec()).hasToString(text);
        for (long step = 0; step < PLAN.steps(); step++) {
            assertThat(schedule.factor(step, PLAN, List.of()))
                    .as("step %d", step)
                    .isBetween(-1e-12, 1 + 1e-12);
        }
    }

    @Test
    void clippingShortensOnlyWhatIsTooLong() {
        float[] gradient = {3, 4};
        Clip.parse(dev.descent.spec.Spec.parse("norm(10)")).apply(gradient);
        assertThat(gradient).containsExactly(3, 4);
        Clip.parse(dev.descent.spec.Spec.parse("norm(1)")).apply(gradient);
        assertThat(Math.hypot(gradient[0], gradient[1])).isCloseTo(1, within(1e-5));
        assertThat(gradient[0] / gradient[1]).isCloseTo(0.75f, within(1e-6f));
        float[] spiked = {-30, 0.1f, 7};
        Clip.parse(dev.descent.spec.Spec.parse("value(5)")).apply(spiked);
        assertThat(spiked).containsExactly(-5, 0.1f, 5);
    }
}
