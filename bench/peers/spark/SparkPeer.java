import dev.descent.bench.Workbench;
import dev.descent.bench.Workbench.Images;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Spark's multilayer perceptron on two local cores. It only takes steps over all data, in double, with sigmoid hidden layers;
 * so its throughput is samples per second of such steps at a block size, and its output is always softmax.
 */
public class SparkPeer {
    private static SparkSession session;

    public static void main(String[] arguments) throws IOException {
        session = SparkSession.builder().master("local[" + arguments[2] + "]").appName("peer")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
                .getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        switch (arguments[0]) {
            case "start" -> {
                classifier(Workbench.SIZES[1], 32, 1).fit(frame(Workbench.test(), 32));
                Workbench.started();
            }
            case "dense" -> dense();
            default -> {}
        }
        System.exit(0);
    }

    private static MultilayerPerceptronClassifier classifier(int[] sizes, int block, int steps) {
        return new MultilayerPerceptronClassifier()
                .setLayers(sizes).setMaxIter(steps).setBlockSize(block).setSolver("gd").setStepSize(0.03).setTol(0).setSeed(1);
    }

    private static Dataset<Row> frame(Images images, int count) {
        List<Row> rows = new ArrayList<>();
        for (int sample = 0; sample < count; sample++) {
            double[] values = new double[784];
            for (int pixel = 0; pixel < 784; pixel++) {
                values[pixel] = images.pixels()[sample * 784 + pixel];
            }
            rows.add(RowFactory.create((double) images.labels()[sample], Vectors.dense(values)));
        }
        StructType schema = new StructType().add("label", DataTypes.DoubleType).add("features", new VectorUDT());
        return session.createDataFrame(rows, schema).repartition(2).cache();
    }

    private static void dense() throws IOException {
        Images images = Workbench.train();
        Dataset<Row> train = frame(images, images.size());
        train.count();
        for (int i = 0; i < Workbench.SIZES.length; i++) {
            int[] sizes = Workbench.SIZES[i];
            for (int block : new int[] {128, 1024}) {
                classifier(sizes, block, 2).fit(train);
                // The difference of a longer and a shorter training leaves out what every training begins with.
                double few = seconds(() -> classifier(sizes, block, 2).fit(train));
                double many = seconds(() -> classifier(sizes, block, 6).fit(train));
                Workbench.print("train", Workbench.NAMES[i], block, "samples/s", 4 * images.size() / (many - few));
            }
            MultilayerPerceptronClassificationModel model = classifier(sizes, 128, 1).fit(train);
            var image = Vectors.dense(new double[784]);
            Workbench.latency(Workbench.NAMES[i], () -> model.predict(image));
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
