package dev.descent.bench.kernel;

import dev.descent.kernel.Kernels;
import dev.descent.kernel.MatrixKernels;
import dev.descent.kernel.Workers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The three products of a dense layer: forward, weight gradient, input gradient. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ProductBenchmark {
    @Param({"1", "32", "128"})
    public int batch;

    @Param({"784x16", "784x128", "128x10", "512x512"})
    public String layer = "";

    @Param({"1", "2"})
    public int threads;

    private int inputs;
    private int units;
    private float[] input = {};
    private float[] weight = {};
    private float[] output = {};
    private MatrixKernels matrices = Kernels.scalar().matrices();

    @Setup
    public void prepare() {
        String[] sizes = layer.split("x");
        inputs = Integer.parseInt(sizes[0]);
        units = Integer.parseInt(sizes[1]);
        input = new float[batch * inputs];
        weight = new float[inputs * units];
        output = new float[batch * units];
        matrices = Kernels.best(Workers.of(threads)).matrices();
    }

    @Benchmark
    public float[] forward() {
        matrices.productPlusRow(batch, units, inputs, input, 0, inputs, weight, 0, units, weight, 0, output, 0, units);
        return output;
    }

    @Benchmark
    public float[] weightGradient() {
        matrices.productTransposedLeft(
                inputs, units, batch, input, 0, inputs, output, 0, units, weight, 0, units, false);
        return weight;
    }

    @Benchmark
    public float[] inputGradient() {
        matrices.productTransposedRight(
                batch, inputs, units, output, 0, units, weight, 0, units, input, 0, inputs, false);
        return input;
    }
}
