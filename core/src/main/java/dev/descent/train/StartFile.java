package dev.descent.train;

import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import dev.descent.network.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Starting parameters from an {@code .npz} file: by their standard names ({@code layer1.weight}) where it has them, else
 * array by array in the file's order.
 */
final class StartFile {
    private StartFile() {}

    /** The file's arrays in the order of the parameters, each of its parameter's shape. */
    private static List<NdArray> arrays(Path file, List<Parameter> parameters) {
        if (!Files.exists(file)) {
            throw new DescentException(
                    "the start file " + file + " does not exist: name an .npz file or leave 'start' out");
        }
        Map<String, NdArray> arrays;
        try {
            arrays = Npz.read(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        boolean named = parameters.stream().anyMatch(parameter -> arrays.containsKey(parameter.name()));
        if (!named && arrays.size() != parameters.size()) {
            throw new DescentException("the start file %s has %d arrays (%s), but the network has %d parameters (%s)"
                    .formatted(
                            file,
                            arrays.size(),
                            String.join(", ", arrays.keySet()),
                            parameters.size(),
                            String.join(
                                    ", ",
                                    parameters.stream().map(Parameter::name).toList())));
        }
        Iterator<NdArray> next = arrays.values().iterator();
        return parameters.stream()
                .map(parameter -> fitting(file, parameter, named ? arrays.get(parameter.name()) : next.next()))
                .toList();
    }

    private static NdArray fitting(Path file, Parameter parameter, @org.jspecify.annotations.Nullable NdArray array) {
        int[] shape = parameter.shape().dimensions();
        if (array == null) {
            throw new DescentException("the start file %s lacks the array '%s'".formatted(file, parameter.name()));
        }
        if (!Arrays.equals(array.shape(), shape)) {
            throw new DescentException("%s of the start file %s has the shape %s, but the network needs %s"
                    .formatted(parameter.name(), file, Arrays.toString(array.shape()), Arrays.toString(shape)));
        }
        return array;
    }

    static void read(Path file, List<Parameter> parameters, float[] values) {
        Iterator<NdArray> arrays = arrays(file, parameters).iterator();
        for (Parameter parameter : parameters) {
            System.arraycopy(arrays.next().toFloats(), 0, values, parameter.offset(), parameter.size());
        }
    }

    static void read(Path file, List<Parameter> parameters, double[] values) {
        Iterator<NdArray> arrays = arrays(file, parameters).iterator();
        for (Parameter parameter : parameters) {
            System.arraycopy(arrays.next().toDoubles(), 0, values, parameter.offset(), parameter.size());
        }
    }
}
