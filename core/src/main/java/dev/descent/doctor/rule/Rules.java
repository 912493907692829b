package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The lists of rules: how the training goes, and what goes on inside it. */
public final class Rules {
    /** The gravest first. Rare classes are among them: where one class prevails, most answers are right without learning. */
    private static final List<Rule> COURSE = List.of(
            new NotFinite(),
            new ConstantOutput(),
            new RisingLoss(),
            new FlatLoss(),
            new OscillatingLoss(),
            new Underfitting(),
            new Overfitting(),
            new ClassImbalance());

    /** What may be behind a training that does not go well, and is no symptom in one that does. */
    private static final List<Rule> INSIDE = List.of(
            new SlowLoss(),
            new VanishingGradient(),
            new ExplodingGradient(),
            new DeadUnits(),
            new SaturatedUnits(),
            new AllZero(),
            new UnchangedTensor(),
            new LargeUpdate(),
            new SmallUpdate(),
            new LargeWeights(),
            new PoorStart(),
            new WrongOutput(),
            new UnscaledInput(),
            new LinearHidden(),
            new HighDropout());

    private Rules() {}

    /** Ours, then those that users offer by ServiceLoader. */
    public static List<Rule> all() {
        List<Rule> all = own();
        ServiceLoader.load(Rule.class).forEach(all::add);
        return List.copyOf(all);
    }

    private static List<Rule> own() {
        List<Rule> own = new ArrayList<>(COURSE);
        own.addAll(INSIDE);
        return own;
    }

    /** What all rules see, the gravest first. */
    public static List<Alarm> check(Recording recording) {
        return check(all(), recording);
    }

    /** The same with rules looked up once, for those who check often: a ServiceLoader searches the whole class path. */
    public static List<Alarm> check(List<Rule> rules, Recording recording) {
        boolean well = Seen.goesWell(recording);
        return rules.stream()
                .filter(rule -> !well || !INSIDE.contains(rule))
                .flatMap(rule -> rule.check(recording).stream())
                .toList();
    }

    /** The page of the docs, made from the rules themselves. */
    public static String page() {
        StringBuilder page = new StringBuilder("""
                # Rules

                What the doctor sees in a recorded training. A rule tells a symptom, not its cause; `descent doctor` finds causes and
                proves them. This page is made from the classes in `dev.descent.doctor.rule`. From `slow-loss` on, rules look inside the training:
                they are asked only while it does not go well, that is, while fewer than four in five samples of its last epoch were answered
                right (where numbers are to be hit: while the loss is above half of what it was in the first step). Saturated units in a network
                that recognises 95 of 100 digits are no symptom.

                | rule | fires when | default threshold | source |
                |---|---|---|---|
                """);
        for (Rule rule : own()) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(rule.name(), rule.definition(), Seen.number(rule.threshold()), rule.source()));
        }
        return page.append("""

                A rule of your own implements `dev.descent.doctor.rule.Rule` and is named in
                `META-INF/services/dev.descent.doctor.rule.Rule`.
                """).toString();
    }
}
