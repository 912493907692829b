package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.kernel.ElementKernels;
import dev.descent.kernel.MatrixKernels;
import dev.descent.kernel.OutputLayer;
import dev.descent.kernel.SparseBatch;
import dev.descent.kernel.SparseKernels;
import dev.descent.kernel.SparseRows;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fully connected layer: {@code logits = input · weight + bias}.
 *
 * <p>Shapes: input {@code [batch, inputs]} (images are read as rows of numbers), weight {@code [inputs, units]}, bias
 * {@code [units]}, logits {@code [batch, units]}. Gradients: ∂loss/∂weight = inputᵀ · delta, ∂loss/∂bias = Σ over the batch of
 * delta, ∂loss/∂input = delta · weightᵀ (Rumelhart, Hinton and Williams 1986, eq. 6–8).
 *
 * @param units at least 1
 * @param activation the non-linearity after it
 * @param hasBias whether a bias is added
 * @param initializer start of the weight
 * @param biasInitializer start of the bias
 */
public record Dense(
        int units, Activation activation, boolean hasBias, Initializer initializer, Initializer biasInitializer)
        implements Layer {
    public Dense {
        if (units < 1) {
            throw new IllegalArgumentException("a dense layer needs at least 1 unit, got " + units);
        }
    }

    public Dense(int units) {
        this(units, Activations.IDENTITY);
    }

    /** With bias (zeros) and Glorot's uniform start, as in Keras. */
    public Dense(int units, Activation activation) {
        this(units, activation, true, Initializers.GLOROT_UNIFORM, Initializers.ZEROS);
    }

    public Dense withoutBias() {
        return new Dense(units, activation, false, initializer, biasInitializer);
    }

    public Dense with(Initializer newInitializer) {
        return new Dense(units, activation, hasBias, newInitializer, biasInitializer);
    }

    static Dense parse(Spec spec) {
        Arguments arguments = spec.arguments("units", "activation", "bias", "initializer", "bias-initializer");
        return new Dense(
                arguments.integer("units"),
                Activations.parse(arguments.spec("activation", Spec.of("identity"))),
                arguments.flag("bias", true),
                Initializers.parse(arguments.spec("initializer", Spec.of("glorot-uniform"))),
                Initializers.parse(arguments.spec("bias-initializer", Spec.of("zeros"))));
    }

    @Override
    public Spec spec() {
        return Spec.of("dense")
                .with(Value.of(units))
                .withUnless(Spec.of("identity"), "activation", activation.spec())
                .withUnless(true, "bias", hasBias)
                .withUnless(Spec.of("glorot-uniform"), "initializer", initializer.spec())
                .withUnless(Spec.of("zeros"), "bias-initializer", biasInitializer.spec());
    }

    @Override
    public Shape output(Shape input) {
        return Shape.of(units);
    }

    @Override
    public List<Parameter> parameters(Shape input) {
        int inputs = input.size();
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.weight("weight", Shape.of(inputs, units), initializer, inputs, units));
        if (hasBias) {
            parameters.add(Parameter.vector("bias", units, biasInitializer));
        }
        return parameters;
    }

    @Override
    public double[] forward(Place place, Pass pass, double[] input) {
        int inputs = place.input().size();
        int weight = place.parameter(0);
        double[] logits = new double[pass.batch() * units];
        for (int sample = 0; sample < pass.batch(); sample++) {
            for (int unit = 0; unit < units; unit++) {
                double sum = hasBias ? pass.values()[place.parameter(1) + unit] : 0;
                for (int i = 0; i < inputs; i++) {
                    sum += input[sample * inputs + i] * pass.values()[weight + i * units + unit];
                }
                logits[sample * units + unit] = sum;
            }
        }
        return logits;
    }

    @Override
    public double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients) {
        int inputs = place.input().size();
        int weight = place.parameter(0);
        double[] error = new double[input.length];
        for (int sample = 0; sample < pass.batch(); sample++) {
            for (int i = 0; i < inputs; i++) {
                double sum = 0;
                for (int unit = 0; unit < units; unit++) {
                    double unitDelta = delta[sample * units + unit];
                    sum += unitDelta * pass.values()[weight + i * units + unit];
                    gradients[weight + i * units + unit] += input[sample * inputs + i] * unitDelta;
                }
                error[sample * inputs + i] = sum;
            }
            for (int unit = 0; hasBias && unit < units; unit++) {
                gradients[place.parameter(1) + unit] += delta[sample * units + unit];
            }
        }
        return error;
    }

    @Override
    public LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return new Engine(this, place, memory, wiring);
    }

    static final class Engine extends LayerEngine {
        /**
         * Up to this batch sparse samples change the weight one by one. Beyond it their sum is made first: the weight would be
         * rounded too often, and the pass saved no longer matters.
         */
        private static final int MOST_ROUNDINGS = 32;

        /** Most samples answered at a time from packed rows. */
        private static final int MOST_PACKED = 32;

        /** From this share of inputs that are not zero on multiplying by all is faster; measured, see bench/README.md. */
        private static final double MOST_NON_ZEROS = 0.35;

        /** The same of few samples, for which the weights' way from memory takes the time. */
        private static final double MOST_NON_ZEROS_OF_FEW = 0.75;

        private static final int FEW = 3;

        /** Narrower layers cost more to pack than to multiply. */
        private static final int LEAST_INPUTS = 64;

        private static final int LEAST_UNITS = 16;

        /** Packed samples of one thread. */
        private final ThreadLocal<SparseBatch> answered = ThreadLocal.withInitial(() -> SparseBatch.ofDense(inputs));

        private final MatrixKernels matrices;
        private final SparseKernels sparse;
        private final boolean isFirst;

        /** Samples answered at a time from packed rows. */
        private final int packed;

        private final int weight;
        private final int bias;

        /** Stands for the bias where a kernel wants one. */
        private final float[] zeros;

        Engine(Dense dense, Place place, Memory memory, Wiring wiring) {
            super(place, memory, wiring);
            matrices = memory.kernels().matrices();
            sparse = memory.kernels().sparse();
            isFirst = wiring.isFirst();
            packed = Math.clamp(SparseRows.MOST / inputs, 1, MOST_PACKED);
            weight = place.parameter(0);
            bias = dense.hasBias ? place.parameter(1) : -1;
            zeros = new float[bias < 0 ? units : 0];
        }

        /** How the output kernels see this layer before a loss. */
        OutputLayer outputLayer(OutputLayer.Function function, float[] target) {
            return new OutputLayer(
                    function,
                    inputs,
                    units,
                    memory.values,
                    weight,
                    bias,
                    input,
                    target,
                    logits,
                    place.activation() instanceof Identity ? null : output,
                    delta,
                    inputError,
                    new OutputLayer.Room(memory.maxBatch, inputs));
        }

        /**
         * The samples from a row on, without their zeros, when an answer is asked for and they have enough zeros, else null.
         * In training the zeros are left out once, before, for all epochs ({@link CompiledNetwork#pick}).
         */
        private @Nullable SparseBatch withoutZeros(int from, int count) {
            SparseBatch own = answered.get();
            sparse.pack(1, input, from * inputs, own);
            double most = memory.batch <= FEW ? MOST_NON_ZEROS_OF_FEW : MOST_NON_ZEROS;
            if (own.densityOfFirst() > most) {
                return null;
            }
            if (count > 1) {
                sparse.pack(count, input, from * inputs, own);
            }
            return own;
        }

        private @Nullable SparseBatch rows() {
            return isFirst ? memory.sparse : null;
        }

        @Override
        void transform(int batch) {
            float[] values = memory.values;
            float[] row = bias < 0 ? zeros : values;
            int rowOffset = Math.max(0, bias);
            SparseBatch rows = rows();
            if (rows != null) {
                sparse.productPlusRow(batch, units, rows, values, weight, row, rowOffset, logits, 0, units);
            } else if (!memory.training
                    && (isFirst || batch <= FEW)
                    && inputs >= LEAST_INPUTS
                    && inputs <= SparseRows.MOST
                    && units >= LEAST_UNITS) {
                int parts = Math.ceilDiv(batch, packed);
                if (parts == 1) {
                    answer(0, batch, row, rowOffset);
                } else {
                    memory.forEach(parts, (long) batch * inputs * units, part -> {
                        int from = part * packed;
                        answer(from, Math.min(packed, batch - from), row, rowOffset);
                    });
                }
            } else {
                transform(0, batch, row, rowOffset);
            }
        }

        /** Logits of some samples, by their non-zero inputs where these are few. */
        private void answer(int from, int count, float[] row, int rowOffset) {
            SparseBatch rows = withoutZeros(from, count);
            if (rows == null) {
                transform(from, count, row, rowOffset);
            } else {
                sparse.productPlusRow(
                        count, units, rows, memory.values, weight, row, rowOffset, logits, from * units, units);
            }
        }

        private void transform(int from, int count, float[] row, int rowOffset) {
            matrices.productPlusRow(
                    count,
                    units,
                    inputs,
                    input,
                    from * inputs,
                    inputs,
                    memory.values,
                    weight,
                    units,
                    row,
                    rowOffset,
                    logits,
                    from * units,
                    units);
        }

        @Override
        void propagate(int batch) {
            propagateError(batch);
            writeGradients(batch);
        }

        @Override
        void finish() {
            propagateError(memory.batch);
            if (!memory.descends || memory.options.recording() || sumsFirst()) {
                writeGradients(memory.batch);
            }
            if (memory.descends) {
                descend(memory.batch);
            }
        }

        private boolean sumsFirst() {
            SparseBatch rows = rows();
            return rows != null && memory.batch > MOST_ROUNDINGS && !sparse.sumsFirst(memory.batch, units, rows);
        }

        private void propagateError(int batch) {
            if (inputError != null) {
                matrices.productTransposedRight(
                        batch,
                        inputs,
                        units,
                        delta,
                        0,
                        units,
                        memory.values,
                        weight,
                        units,
                        inputError,
                        0,
                        inputs,
                        false);
            }
        }

        void writeGradients(int batch) {
            float[] gradients = memory.gradients;
            if (rows() != null) {
                Arrays.fill(gradients, weight, weight + inputs * units, 0);
                addSparse(batch, 1, gradients);
            } else {
                matrices.productTransposedLeft(
                        inputs, units, batch, input, 0, inputs, delta, 0, units, gradients, weight, units, false);
            }
            if (bias >= 0) {
                matrices.columnSums(batch, units, delta, 0, units, gradients, bias, false);
            }
        }

        /** {@code values -= learningRate · gradient} without making the gradient. */
        private void descend(int batch) {
            float factor = -memory.learningRate;
            float[] values = memory.values;
            ElementKernels elements = memory.kernels().elements();
            if (sumsFirst()) {
                elements.addScaled(inputs * units, factor, memory.gradients, weight, values, weight);
            } else if (rows() != null) {
                addSparse(batch, factor, values);
            } else {
                matrices.addTransposedLeft(
                        inputs, units, batch, factor, input, 0, inputs, delta, 0, units, values, weight, units);
            }
            if (bias >= 0) {
                matrices.columnSums(batch, units, delta, 0, units, memory.gradients, bias, false);
                elements.addScaled(units, factor, memory.gradients, bias, values, bias);
            }
        }

        /** {@code to += factor · inputᵀ · delta} at the weight's place. */
        private void addSparse(int batch, float factor, float[] to) {
            SparseBatch rows = rows();
            if (rows != null) {
                sparse.addTransposedProduct(batch, units, factor, rows, delta, 0, units, to, weight);
            }
        }
    }
}
