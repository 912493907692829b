package dev.descent.data;

import java.net.URI;
import java.util.List;

/**
 * A data set that is published on the web.
 *
 * @param name folder and name: {@code mnist}
 * @param mirrors addresses that end in a slash, tried in order
 * @param files what it consists of
 */
public record Published(String name, List<URI> mirrors, List<PublishedFile> files) {
    public Published {
        mirrors = List.copyOf(mirrors);
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param name behind the mirror's address
     * @param size in bytes
     * @param sha256 in hexadecimal
     */
    public record PublishedFile(String name, long size, String sha256) {}

    public static final Published MNIST = new Published(
            "mnist",
            List.of(
                    URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                    URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
            List.of(
                    new PublishedFile(
                            "train-images-idx3-ubyte.gz",
                            9912422,
                            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                    new PublishedFile(
                            "train-labels-idx1-ubyte.gz",
                            28881,
                            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                    new PublishedFile(
                            "t10k-images-idx3-ubyte.gz",
                            1648877,
                            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                    new PublishedFile(
                            "t10k-labels-idx1-ubyte.gz",
                            4542,
                            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")));

    public static final Published FASHION_MNIST = new Published(
            "fashion-mnist",
            List.of(
                    URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
                    URI.create("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
                    // The authors' own; without TLS, but the checksum tells.
                    URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")),
            List.of(
                    new PublishedFile(
                            "train-images-idx3-ubyte.gz",
                            26421880,
                            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                    new PublishedFile(
                            "train-labels-idx1-ubyte.gz",
                            29515,
                            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                    new PublishedFile(
                            "t10k-images-idx3-ubyte.gz",
                            4422102,
                            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                    new PublishedFile(
                            "t10k-labels-idx1-ubyte.gz",
                            5148,
                            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")));

    /** All data sets that can be fetched. */
    public static final List<Published> ALL = List.of(MNIST, FASHION_MNIST);
}
