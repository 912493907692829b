package dev.descent.experiment.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One case as its collection states it, in words.
 *
 * @param id unique in the collection
 * @param healthy whether it is a control without fault
 * @param usable yes, no, review or substitute-data
 * @param cost light, heavy or cnn-colour
 * @param codes the collection's codes of the true faults, the first fault's first
 */
record CaseFacts(
        String id,
        boolean healthy,
        String usable,
        String cost,
        String task,
        String input,
        String layers,
        String loss,
        String optimizer,
        String learningRate,
        String batch,
        String epochs,
        String data,
        List<String> codes) {

    static CaseFacts of(Map<?, ?> entry) {
        List<String> codes = new ArrayList<>();
        if (entry.get("faults") instanceof List<?> faults) {
            for (Object fault : faults) {
                if (fault instanceof Map<?, ?> details && details.get("codes") instanceof List<?> list) {
                    list.forEach(code -> codes.add(code.toString()));
                }
            }
        }
        return new CaseFacts(
                text(entry, "id"),
                text(entry, "kind").startsWith("healthy"),
                text(entry, "usable"),
                text(entry, "cost"),
                text(entry, "task"),
                text(entry, "input"),
                text(entry, "layers"),
                text(entry, "loss"),
                text(entry, "optimizer"),
                text(entry, "learning_rate"),
                text(entry, "batch_size"),
                text(entry, "epochs"),
                text(entry, "data"),
                codes);
    }

    private static String text(Map<?, ?> entry, String key) {
        return Objects.toString(entry.get(key), "");
    }
}
