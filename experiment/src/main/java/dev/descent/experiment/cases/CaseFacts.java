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
 * @param disputed whether the collection asks to review its truth
 * @param cost light, heavy or cnn-colour
 * @param codes the collection's codes of the true faults, the first fault's first
 * @param places layers at fault: {@code last}, {@code hidden}, {@code all}, or their numbers from 0; empty where none is named
 * @param fix the known fix in words, empty for none
 * @param says what is wrong, in words
 */
record CaseFacts(
        String id,
        boolean healthy,
        String usable,
        boolean disputed,
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
        List<String> codes,
        List<String> places,
        String fix,
        String says) {

    static CaseFacts of(Map<?, ?> entry) {
        List<String> codes = new ArrayList<>();
        List<String> places = new ArrayList<>();
        if (entry.get("faults") instanceof List<?> faults) {
            for (Object fault : faults) {
                if (fault instanceof Map<?, ?> details && details.get("codes") instanceof List<?> list) {
                    list.forEach(code -> codes.add(code.toString()));
                    if (details.get("where") != null) {
                        places.add(text(details, "where"));
                    }
                }
            }
        }
        return new CaseFacts(
                text(entry, "id"),
                text(entry, "kind").startsWith("healthy")
                        || text(entry, "truth").equals("likely-healthy"),
                text(entry, "usable"),
                text(entry, "usable").equals("review"),
                text(entry, "cost"),
                text(entry, "task"),
                CaseWords.input(text(entry, "input")),
                CaseWords.layers(text(entry, "layers")),
                CaseWords.loss(text(entry, "loss")),
                text(entry, "optimizer"),
                CaseWords.number(text(entry, "learning_rate")),
                CaseWords.number(text(entry, "batch_size")),
                CaseWords.number(text(entry, "epochs")),
                text(entry, "data"),
                codes,
                places,
                CaseWords.fix(text(entry, "known_fix")),
                text(entry, "faults_text"));
    }

    CaseFacts withLayers(String newLayers) {
        return new CaseFacts(
                id,
                healthy,
                usable,
                disputed,
                cost,
                task,
                input,
                newLayers,
                loss,
                optimizer,
                learningRate,
                batch,
                epochs,
                data,
                codes,
                places,
                fix,
                says);
    }

    CaseFacts withLoss(String newLoss) {
        return new CaseFacts(
                id,
                healthy,
                usable,
                disputed,
                cost,
                task,
                input,
                layers,
                newLoss,
                optimizer,
                learningRate,
                batch,
                epochs,
                data,
                codes,
                places,
                fix,
                says);
    }

    CaseFacts withData(String newData) {
        return new CaseFacts(
                id,
                healthy,
                usable,
                disputed,
                cost,
                task,
                input,
                layers,
                loss,
                optimizer,
                learningRate,
                batch,
                epochs,
                newData,
                codes,
                places,
                fix,
                says);
    }

    private static String text(Map<?, ?> entry, String key) {
        return Objects.toString(entry.get(key), "");
    }
}
