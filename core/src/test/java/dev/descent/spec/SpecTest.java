package dev.descent.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecTest {
    @Test
    void aComponentWithNestedComponentsIsRead() {
        Spec spec = Spec.parse(" dense( 16, activation=sigmoid , bias=false,initializer=uniform(-1, +1e-3)) ");
        Arguments arguments = spec.arguments("units", "activation", "bias", "initializer");
        assertThat(spec.name()).isEqualTo("dense");
        assertThat(arguments.integer("units")).isEqualTo(16);
        assertThat(arguments.spec("activation")).isEqualTo(Spec.of("sigmoid"));
        assertThat(arguments.flag("bias", true)).isFalse();
        Arguments uniform = arguments.spec("initializer").arguments("low", "high");
        assertThat(uniform.number("low")).isEqualTo(-1);
        assertThat(uniform.number("high")).isEqualTo(0.001);
    }

    @Test
    void fractionsListsTextsAndPathsAreValues() {
        Arguments arguments = Spec.parse(
                        "csv(data/a-1.csv, scale=1/256, label=\"the label, 'last'\", shape=[1, 28, 28])")
                .arguments("file", "scale", "label", "shape");
        assertThat(arguments.text("file")).isEqualTo("data/a-1.csv");
        assertThat(arguments.number("scale")).isEqualTo(1.0 / 256);
        assertThat(arguments.text("label")).isEqualTo("the label, 'last'");
        assertThat(arguments.integers("shape")).containsExactly(1, 28, 28);
        assertThat(Spec.parse("a(scale=1/256)"))
                .hasToString("a(scale=1/256)")
                .isEqualTo(Spec.of("a").with("scale", 1 / 256.0));
    }

    @Test
    void whatIsPrintedReadsBackEqual() {
        long seed = 20261123;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 2000; round++) {
            Spec spec = randomSpec(random, 3);
            assertThat(Spec.parse(spec.toString()))
                    .as("seed %d round %d: %s", seed, round, spec)
                    .isEqualTo(spec);
        }
    }

    private static Spec randomSpec(SplittableRandom random, int depth) {
        Spec spec = Spec.of(List.of("dense", "a", "x-y_z", "leaky-relu", "./a/b.csv", "~/x", "conv2d")
                .get(random.nextInt(7)));
        int positional = depth == 0 ? 0 : random.nextInt(3);
        for (int i = 0; i < positional; i++) {
            spec = spec.with(randomValue(random, depth - 1));
        }
        int named = depth == 0 ? 0 : random.nextInt(3);
        for (int i = 0; i < named; i++) {
            spec = spec.with("key-" + i, randomValue(random, depth - 1));
        }
        return spec;
    }

    private static Value randomValue(SplittableRandom random, int depth) {
        return switch (random.nextInt(6)) {
            case 0 ->
                Value.of(Double.longBitsToDouble(
                        random.nextLong() & 0x800FFFFFFFFFFFFFL | (long) random.nextInt(1, 2046) << 52));
            case 1 -> Value.of(random.nextInt(-50, 50));
            case 2 -> Value.of(random.nextBoolean());
            case 3 ->
                Value.of(List.of("", "two words", "true", "\"'\\", "1abc", ".5", "ünï", "a=b", "(")
                        .get(random.nextInt(9)));
            case 4 -> {
                List<Value> values = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0 && depth > 0; i--) {
                    values.add(randomValue(random, depth - 1));
                }
                yield Value.of(values);
            }
            default -> randomSpec(random, depth);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            dense(16            | 8  | bracket opened at character 6
            dense(16,)          | 9  | after ','
            dense 16            | 6  | expected the end
            dense(a=1, 2)       | 11 | by position stand first
            dense(16 17)        | 9  | expected ',' or ')'
            dense(1/0)          | 6  | not a finite number
            dense(3x)           | 6  | not a number
            a(b=[1, 2)          | 9  | expected ',' or ']'
            a("b)               | 2  | quote is not closed
            16                  | 0  | expected a name
            a(=)                | 2  | got '='
            a(b=)               | 4  | got ')'
            """)
    void aWrongTextIsNamedWithItsPlace(String text, int offset, String says) {
        SpecException wrong = catchThrowableOfType(SpecException.class, () -> Spec.parse(text));
        assertThat(wrong).hasMessageContaining(says);
        assertThat(wrong.offset()).isEqualTo(offset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "  ", "(", ")", "[", "a(", "a(b", "a(b=", "a([", "a(,", "a(1/", "a('", "a(-", "a(.", "é", "a(b==c)",
                "\\"
            })
    void brokenTextsNeverEscapeTheFamilyOfErrors(String text) {
        try {
            Spec.parse(text);
        } catch (SpecException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    @Test
    void anUnknownArgumentIsNamedWithTheNearest() {
        Spec spec = Spec.parse("dense(16, actvation=relu)");
        assertThatThrownBy(() -> spec.arguments("units", "activation"))
                .isInstanceOf(SpecException.class)
                .hasMessage("dense has no argument 'actvation': did you mean 'activation'? (known: units, activation)"
                        + " (character 11 of 'dense(16, actvation=relu)')");
        assertThatThrownBy(() -> Spec.parse("dense(1, units=2)").arguments("units"))
                .hasMessageContaining("given twice");
        assertThatThrownBy(() -> Spec.parse("dense(1, 2)").arguments("units")).hasMessageContaining("at most (units)");
        assertThatThrownBy(() -> Spec.parse("dense(1.5)").arguments("units").integer("units"))
                .hasMessageContaining("units of dense expects a whole number, got '1.5'");
        assertThatThrownBy(() -> Spec.parse("dense").arguments("units").integer("units"))
                .hasMessageContaining("dense needs its argument 'units'");
    }

    @Test
    void aFamilyNamesTheNearestMemberAndPlacesItsRefusals() {
        Family<Integer> family = Family.<Integer>of("layer")
                .add("dense", spec -> {
                    throw new IllegalArgumentException("a dense layer needs at least 1 unit");
                })
                .add("dropout", spec -> 1);
        assertThat(family.parse("dropout")).isEqualTo(1);
        assertThatThrownBy(() -> family.parse("dens(3)"))
                .hasMessageContaining("there is no layer 'dens': did you mean 'dense'?");
        assertThatThrownBy(() -> family.parse("dense(0)"))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("at least 1 unit (character 1 of 'dense(0)')");
    }

    @Test
    void theNearestNameIsTheOneAPersonMeant() {
        List<String> names = List.of("learning-rate", "loss", "batch", "epochs", "weight-decay");
        assertThat(Nearest.of("learningRate", names)).contains("learning-rate");
        assertThat(Nearest.of("lerning-rate", names)).contains("learning-rate");
        assertThat(Nearest.of("epoch", names)).contains("epochs");
        assertThat(Nearest.of("btach", names)).contains("batch");
        assertThat(Nearest.of("he", List.of("ones", "he-normal", "zeros"))).contains("he-normal");
        assertThat(Nearest.distance("ab", "ba")).isEqualTo(1);
    }
}
