package dev.descent.trace;

import dev.descent.data.AtomicFile;
import dev.descent.train.Listener.EpochResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorBoard event files. A file is a row of records: length (uint64), masked CRC-32C of the length, data, masked CRC-32C of
 * the data, all little-endian (TensorFlow, {@code lib/io/record_writer.cc}); the mask is a rotation by 15 bits plus 0xa282ead8.
 * Data are protocol buffers ({@code event.proto}, {@code summary.proto}), whose few fields are written by hand here.
 */
final class TensorBoard {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private TensorBoard() {}

    static Path write(Recording recording, Path folder) throws IOException {
        Path file = folder.resolve("events.out.tfevents.0.descent");
        AtomicFile.write(file, out -> {
            Message version = new Message();
            version.number(1, 0);
            version.text(3, "brain.Event:2");
            record(version.bytes(), out);
            Map<String, double[]> figures = Series.figures(recording);
            Map<String, Series.SpreadOf> spreads = Series.spreads(recording);
            for (int row = 0; row < recording.snapshots().size(); row++) {
                Snapshot snapshot = recording.snapshots().get(row);
                Message summary = new Message();
                for (Map.Entry<String, double[]> figure : figures.entrySet()) {
                    if (Double.isFinite(figure.getValue()[row])) {
                        summary.message(1, scalar(figure.getKey(), figure.getValue()[row]));
                    }
                }
                for (Map.Entry<String, Series.SpreadOf> spread : spreads.entrySet()) {
                    summary.message(
                            1, histogram(spread.getKey(), spread.getValue().of(snapshot)));
                }
                record(event(snapshot.step(), summary), out);
            }
            for (EpochResult epoch : recording.epochs()) {
                record(event(epoch.steps(), ofEpoch(epoch)), out);
            }
        });
        return file;
    }

    private static Message ofEpoch(EpochResult epoch) {
        Message summary = new Message();
        double[] figures = {
            epoch.training().loss(),
            epoch.training().accuracy(),
            epoch.validation().loss(),
            epoch.validation().accuracy()
        };
        String[] names = {
            "epoch/training-loss", "epoch/training-accuracy", "epoch/held-out-loss", "epoch/held-out-accuracy"
        };
        for (int i = 0; i < names.length; i++) {
            if (Double.isFinite(figures[i])) {
                summary.message(1, scalar(names[i], figures[i]));
            }
        }
        return summary;
    }

    /** {@code Event}: wall_time = 1 (double), step = 2 (int64), summary = 5. The step stands for the time, so that files repeat. */
    private static byte[] event(long step, Message summary) {
        Message event = new Message();
        event.number(1, (double) step);
        event.integer(2, step);
        event.message(5, summary);
        return event.bytes();
    }

    /** {@code Summary.Value}: tag = 1, simple_value = 2 (float). */
    private static Message scalar(String tag, double value) {
        Message message = new Message();
        message.text(1, tag);
        message.single(2, (float) value);
        return message;
    }

    /** {@code Summary.Value.histo = 5} with {@code HistogramProto}: min, max, num, sum, sum_squares, bucket_limit, bucket. */
    private static Message histogram(String tag, Spread spread) {
        double finite = (double) spread.count() - spread.invalid();
        Message histogram = new Message();
        histogram.number(1, spread.low());
        histogram.number(2, spread.high());
        histogram.number(3, finite);
        histogram.number(4, spread.mean() * finite);
        histogram.number(5, spread.norm() * spread.norm() * finite);
        double[] edges = Spread.edges();
        edges[edges.length - 1] = Double.MAX_VALUE;
        Message limits = new Message();
        Message counts = new Message();
        for (int bin = 0; bin < edges.length; bin++) {
            limits.raw(edges[bin]);
            counts.raw(spread.histogram()[bin]);
        }
        histogram.message(6, limits);
        histogram.message(7, counts);
        Message value = new Message();
        value.text(1, tag);
        value.message(5, histogram);
        return value;
    }

    private static void record(byte[] data, OutputStream out) throws IOException {
        byte[] length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        out.write(length);
        out.write(checksum(length));
        out.write(data);
        out.write(checksum(data));
    }

    private static byte[] checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int value = (int) crc.getValue();
        int masked = Integer.rotateRight(value, 15) + 0xa282ead8;
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(masked)
                .array();
    }

    /** A protocol buffer message in the making: fields as tag (number and wire type) and value. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void number(int field, double value) {
            varint(((long) field << 3) | FIXED64);
            raw(value);
        }

        void raw(double value) {
            out.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(value)
                    .array());
        }

        void single(int field, float value) {
            varint(((long) field << 3) | FIXED32);
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
        }

        void integer(int field, long value) {
            varint(((long) field << 3) | VARINT);
            varint(value);
        }

        void text(int field, String value) {
            bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        void message(int field, Message message) {
            bytes(field, message.bytes());
        }

        private void bytes(int field, byte[] value) {
            varint(((long) field << 3) | BYTES);
            varint(value.length);
            out.writeBytes(value);
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
