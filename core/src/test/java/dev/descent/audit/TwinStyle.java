package dev.descent.audit;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import java.util.Random;

/** How a twin program is written. */
record TwinStyle(
        int[] sizes,
        Nonlinearity hidden,
        String loss,
        String optimizer,
        double rate,
        int samples,
        int batch,
        int iterations,
        boolean columns,
        boolean single,
        boolean biases,
        boolean errorIsTargetMinusOutput,
        boolean summed,
        boolean showsLogits,
        boolean showsDeltas,
        boolean showsGradients,
        boolean showsBefore,
        boolean labels,
        int language) {
    /** Of inputs, targets, labels, logits, activations, errors, errors sent back, deltas, gradients, bias gradients, weights, biases. */
    static final String[][] NAMES = {
        {"X", "Y", "labels", "Z", "A", "error", "back", "dZ", "dW", "db", "W", "b"},
        {
            "eingabe",
            "ziel",
            "klassen",
            "summe",
            "aktivierung",
            "fehler",
            "rueck",
            "delta",
            "aenderung_w",
            "aenderung_b",
            "gewichte",
            "schwelle"
        },
        {
            "input_layer",
            "outputs",
            "digits",
            "net",
            "layer",
            "err",
            "h_error",
            "adjustments",
            "w",
            "bw",
            "weights",
            "bias"
        },
        {"q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "aa", "bb"},
        {
            "entrees",
            "cibles",
            "classes",
            "somme",
            "sortie",
            "erreur",
            "retro",
            "delta",
            "gradient_poids",
            "gradient_biais",
            "poids",
            "biais"
        },
        {
            "entrada",
            "salida_esperada",
            "etiquetas",
            "suma",
            "capa",
            "error",
            "error_capa",
            "delta",
            "dpesos",
            "dsesgos",
            "pesos",
            "sesgos"
        }
    };

    /** The style that a number stands for. */
    static TwinStyle of(long seed) {
        Random random = new Random(31 * seed + 7);
        String[] losses = {
            "sigmoid-mse", "sigmoid-mse", "softmax-ce", "softmax-ce", "linear-mse", "sigmoid-bce", "tanh-mse"
        };
        Nonlinearity[] hiddens = {Nonlinearity.SIGMOID, Nonlinearity.TANH, Nonlinearity.RELU};
        String[] optimizers = {"sgd", "sgd", "sgd", "momentum", "adam"};
        String loss = losses[random.nextInt(losses.length)];
        int depth = 2 + (random.nextInt(3) == 0 ? 1 : 0) + (random.nextInt(6) == 0 ? 1 : 0) + (seed % 16 == 5 ? 1 : 0);
        int[] sizes = new int[depth + 1];
        sizes[0] = new int[] {2, 8, 30, 64}[random.nextInt(4)];
        for (int k = 1; k < depth; k++) {
            sizes[k] = 4 + random.nextInt(12);
        }
        boolean classes = loss.equals("softmax-ce");
        sizes[depth] = classes ? 3 + random.nextInt(6) : random.nextInt(2) == 0 ? 1 : 3 + random.nextInt(4);
        int samples = 60 + random.nextInt(140);
        int batch = new int[] {0, 0, 16, 1}[random.nextInt(4)];
        boolean summed = random.nextInt(3) == 0;
        int n = batch == 0 ? samples : batch;
        double rate = (loss.equals("sigmoid-mse") ? 1.0 : 0.1) * (0.3 + random.nextDouble()) / (summed ? n : 1);
        String optimizer = optimizers[random.nextInt(optimizers.length)];
        rate *= optimizer.equals("momentum") ? 0.2 : 1;
        rate = optimizer.equals("adam") ? 0.1 + random.nextDouble() : rate;
        boolean labels =
                sizes[depth] > 1 && !loss.equals("linear-mse") && !loss.equals("tanh-mse") && random.nextInt(4) == 0;
        boolean deltas = random.nextInt(5) > 0;
        return new TwinStyle(
                sizes,
                hiddens[random.nextInt(3)],
                loss,
                optimizer,
                rate,
                samples,
                batch,
                4,
                random.nextBoolean(),
                random.nextInt(4) == 0,
                random.nextInt(4) > 0,
                random.nextBoolean(),
                summed,
                random.nextBoolean(),
                deltas,
                deltas ? random.nextInt(4) > 0 : random.nextBoolean(),
                random.nextInt(3) == 0,
                labels,
                random.nextInt(NAMES.length));
    }

    /** To the type that the program computes in. */
    Matrix rounded(Matrix value) {
        double[] values = value.values().clone();
        if (single) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) values[i];
            }
        }
        return Matrix.of(value.rows(), value.columns(), values, Matrix.DOUBLE);
    }

    int depth() {
        return sizes.length - 1;
    }

    int outputs() {
        return sizes[depth()];
    }

    boolean isClassification() {
        return !loss.equals("linear-mse") && !loss.equals("tanh-mse");
    }

    /** The variable that a layer's array is kept in; layer 0 for what is there once. */
    String name(int which, int layer) {
        String name = NAMES[language][which];
        return layer == 0 ? name : name + layer;
    }
}
