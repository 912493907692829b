package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The list of rules, the gravest first. */
public final class Rules {
    private static final List<Rule> OWN = List.of(
            new NotFinite(),
            new ConstantOutput(),
            new RisingLoss(),
            new FlatLoss(),
            new SlowLoss(),
            new OscillatingLoss(),
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
            new ClassImbalance(),
            new LinearHidden(),
            new HighDropout(),
            new Underfitting(),
            new Overfitting());

    private Rules() {}

    /** Ours, then those that users offer by ServiceLoader. */
    public static List<Rule> all() {
        List<Rule> all = new ArrayList<>(OWN);
        ServiceLoader.load(Rule.class).forEach(all::add);
        return List.copyOf(all);
    }

    /** What all rules see, the gravest first. */
    public static List<Alarm> check(Recording recording) {
        return check(all(), recording);
    }

    /** The same with rules looked up once, for those who check often: a ServiceLoader searches the whole class path. */
    public static List<Alarm> check(List<Rule> rules, Recording recording) {
        return rules.stream().flatMap(rule -> rule.check(recording).stream()).toList();
    }

    /** The page of the docs, made from the rules themselves. */
    public static String page() {
        StringBuilder page = new StringBuilder("""
                # Rules

                What the doctor sees in a recorded training. A rule tells a symptom, not its cause; `descent doctor` finds causes and
                proves them. This page is made from the classes in `dev.descent.doctor.rule`.

                | rule | fires when | default threshold | source |
                |---|---|---|---|
                """);
        for (Rule rule : OWN) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(rule.name(), rule.definition(), Seen.number(rule.threshold()), rule.source()));
        }
        return page.append("""

                A rule of your own implements `dev.descent.doctor.rule.Rule` and is named in
                `META-INF/services/dev.descent.doctor.rule.Rule`.
                """).toString();
    }
}
