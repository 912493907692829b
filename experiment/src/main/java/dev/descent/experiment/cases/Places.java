package dev.descent.experiment.cases;

import dev.descent.doctor.cause.LayerEdit;
import dev.descent.network.ActivationLayer;
import dev.descent.network.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which layers a collection means, by the names that findings use. */
final class Places {
    private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)");

    private Places() {}

    /** @param words {@code last}, {@code hidden}, {@code all}, {@code 0}, {@code 0,2} or {@code 0-7}, counted from 0 */
    static Set<String> names(List<String> words, List<Layer> layers) {
        List<String> names = new ArrayList<>();
        int numbered = 0;
        int weighted = -1;
        for (int i = 0; i < layers.size(); i++) {
            numbered += isNumbered(layers, i) ? 1 : 0;
            weighted = LayerEdit.isWeighted(layers.get(i)) ? i : weighted;
            names.add("layer" + Math.max(1, numbered));
        }
        Set<String> places = new TreeSet<>();
        for (String word : words) {
            for (String part : word.split(",")) {
                add(part.trim(), names, weighted, places);
            }
        }
        return places;
    }

    /** As a network's layout numbers its layers: those with parameters, and activations that belong to none of these. */
    private static boolean isNumbered(List<Layer> layers, int at) {
        Layer layer = layers.get(at);
        if (layer instanceof ActivationLayer) {
            boolean belongs = at > 0
                    && hasParameters(layers.get(at - 1))
                    && layers.get(at - 1).activation().spec().name().equals("identity");
            return !belongs;
        }
        return hasParameters(layer);
    }

    private static boolean hasParameters(Layer layer) {
        return LayerEdit.isWeighted(layer) || layer.spec().name().endsWith("-norm");
    }

    private static void add(String part, List<String> names, int last, Set<String> places) {
        Matcher range = RANGE.matcher(part);
        if (range.matches()) {
            for (int i = Integer.parseInt(range.group(1)); i <= Integer.parseInt(range.group(2)); i++) {
                add(Integer.toString(i), names, last, places);
            }
        } else if (part.matches("\\d+") && Integer.parseInt(part) < names.size()) {
            places.add(names.get(Integer.parseInt(part)));
        } else if (part.equals("last") && last >= 0) {
            places.add(names.get(last));
        } else if (part.equals("hidden") || part.equals("all")) {
            places.addAll(part.equals("all") ? names : names.subList(0, Math.max(1, last)));
        }
    }
}
