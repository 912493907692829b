package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Symbol;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Activations of which dropout set some to 0, and multiplied the others by one number (Srivastava and others 2014). */
final class Dropout {
    /** Numbers that are kept in proportion, fewer are so by chance; of those dropped a third will do. */
    private static final int FEWEST = 12;

    private static final double SAME = 1e-5;
    private static final double NEARLY = 1e-3;
    private static final int LOOKED = 3;

    /** An activation that shows nothing of a factor. */
    private static final double NOTHING = 1e-6;

    private Dropout() {}

    /** Gives the mask its role where the dump has one, which tells what it is where the activation is 0 anyway. */
    static void findMask(Program program, int layer) {
        int iteration = Math.min(1, program.iterations() - 1);
        Step step = program.step(iteration);
        Matrix whole = step.find(Symbol.undropped(layer));
        Matrix left = step.find(Symbol.activation(layer));
        if (whole == null || left == null || !whole.sameShape(left)) {
            return;
        }
        Set<Variable> used = program.forward().variables();
        program.book().shaped(iteration, left.rows(), left.columns(), variable -> !used.contains(variable)).stream()
                .filter(ref -> isMask(ref.at(iteration), whole, left))
                .findFirst()
                .ifPresent(ref -> program.role(Symbol.mask(layer), ref));
    }

    private static boolean isMask(@Nullable Matrix mask, Matrix whole, Matrix left) {
        if (mask == null || mask.minimum() != 0 || mask.maximum() <= 0) {
            return false;
        }
        int open = 0;
        for (int i = 0; i < mask.size(); i++) {
            boolean keeps = mask.at(i) != 0;
            if (keeps && mask.at(i) != mask.maximum()) {
                return false;
            }
            if (Math.abs(whole.at(i)) > 1e-6 && keeps != (left.at(i) != 0)) {
                return false;
            }
            open += keeps && whole.at(i) == 0 ? 1 : 0;
        }
        return open > 0;
    }

    /** Whether some numbers are 0 and others no whole ones: what is not is worth no look. */
    static boolean mayBe(Matrix shown) {
        boolean zero = false;
        boolean other = false;
        for (int i = 0; i < shown.size() && !(zero && other); i++) {
            double value = shown.at(i);
            zero |= value == 0;
            other |= value != Math.rint(value);
        }
        return zero && other;
    }

    /** Whether the first few numbers that are kept were multiplied by one number, 1 or more: of most arrays it shows there that they were not. */
    static boolean mayFollow(Matrix shown, Nonlinearity activation, Matrix logits) {
        double factor = 0;
        int looked = 0;
        for (int i = 0; i < shown.size() && looked < LOOKED; i++) {
            double whole = shown.at(i) == 0 ? 0 : activation.value(logits.at(i));
            if (Math.abs(whole) >= NOTHING) {
                double ratio = shown.at(i) / whole;
                factor = factor == 0 ? ratio : factor;
                if (!(ratio > 1 - NEARLY) || Math.abs(ratio - factor) > NEARLY * factor) {
                    return false;
                }
                looked++;
            }
        }
        return true;
    }

    /** What those kept were multiplied by, 1 or more; 0 where it is no dropout of these activations. */
    static double factor(Matrix shown, Matrix activations) {
        return factor(shown, activations, FEWEST);
    }

    /** @param fewest numbers that are kept */
    static double factor(Matrix shown, Matrix activations, int fewest) {
        double factor = 0;
        int kept = 0;
        int dropped = 0;
        boolean negative = false;
        boolean keptNegative = false;
        for (int i = 0; i < shown.size(); i++) {
            double value = shown.at(i);
            double whole = activations.at(i);
            if (Math.abs(whole) < NOTHING) {
                if (Math.abs(value) > 1e-5) {
                    return 0;
                }
                continue;
            }
            negative |= whole < 0;
            keptNegative |= whole < 0 && value != 0;
            if (value == 0) {
                dropped++;
                continue;
            }
            double ratio = value / whole;
            factor = factor == 0 ? ratio : factor;
            if (!(ratio > 1 - SAME) || Math.abs(ratio - factor) > SAME * factor) {
                return 0;
            }
            // A saturated activation is 1 whatever it comes from, as targets are.
            kept += Math.abs(whole - Math.rint(whole)) > 1e-6 ? 1 : 0;
        }
        // Where all that is negative is 0, that is a ReLU.
        return (keptNegative || !negative) && kept >= fewest && 3 * dropped >= fewest ? factor : 0;
    }
}
