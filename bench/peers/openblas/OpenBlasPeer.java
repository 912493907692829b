import dev.descent.bench.Product;
import dev.descent.bench.Workbench;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** OpenBLAS's matrix products on memory outside the heap, so that no array is copied. Arguments: task, seed, threads. */
public class OpenBlasPeer {
    public static void main(String[] arguments) {
        openblas.blas_set_num_threads(Integer.parseInt(arguments[2]));
        if (!arguments[0].equals("product")) {
            return;
        }
        for (Product product : Product.TRAINING) {
            int m = product.m();
            int n = product.n();
            int k = product.k();
            boolean left = product.transposed() == Product.Transposed.LEFT;
            boolean right = product.transposed() == Product.Transposed.RIGHT;
            FloatPointer a = new FloatPointer(product.left());
            FloatPointer b = new FloatPointer(product.right());
            FloatPointer c = new FloatPointer((long) m * n);
            product.measure(() -> openblas.cblas_sgemm(
                    openblas.CblasRowMajor,
                    left ? openblas.CblasTrans : openblas.CblasNoTrans,
                    right ? openblas.CblasTrans : openblas.CblasNoTrans,
                    m, n, k, 1f, a, left ? m : k, b, right ? k : n, 0f, c, n));
            float[] result = new float[m * n];
            c.get(result);
            product.check(result);
            a.close();
            b.close();
            c.close();
        }
    }
}
