package dev.descent.experiment;

import dev.descent.data.DescentException;
import dev.descent.spec.Nearest;
import dev.descent.spec.SpecException;
import dev.descent.spec.Value;
import dev.descent.train.Experiment;
import dev.descent.train.Field;
import dev.descent.train.Fields;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one YAML text into an experiment, keeping the place of everything for messages. */
final class ExperimentReader {
    /** Groups of fields that are nested mappings, and the field that a plain value in their place stands for. */
    private static final Map<String, String> GROUPS = Map.of("data", "data.source", "network", "network.layers");

    private final String source;
    private final IdentityHashMap<String, ScalarNode> places = new IdentityHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private Experiment experiment = Experiment.standard();

    ExperimentReader(String source) {
        this.source = source;
    }

    Experiment read(String text) {
        Node root = compose(text);
        if (!(root instanceof MappingNode fields)) {
            throw error(root.getStartMark(), 0, "an experiment is a list of fields like 'learning-rate: 0.1'");
        }
        for (NodeTuple tuple : fields.getValue()) {
            String key = scalar(tuple.getKeyNode());
            Node value = tuple.getValueNode();
            if (value instanceof MappingNode group && GROUPS.containsKey(key)) {
                for (NodeTuple nested : group.getValue()) {
                    set(key + "." + scalar(nested.getKeyNode()), key, nested);
                }
            } else {
                set(GROUPS.getOrDefault(key, key), "", tuple);
            }
        }
        return experiment;
    }

    private Node compose(String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(source).build();
        try {
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new DescentException(
                            source + " is empty: an experiment is a list of fields like 'learning-rate: 0.1'"));
        } catch (MarkedYamlEngineException broken) {
            throw error(broken.getProblemMark(), 0, "not YAML: " + broken.getProblem());
        } catch (YamlEngineException broken) {
            throw new DescentException(source + " is not YAML: " + broken.getMessage(), broken);
        }
    }

    private void set(String name, String group, NodeTuple tuple) {
        ScalarNode key = (ScalarNode) tuple.getKeyNode();
        Field field = Fields.ALL.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(key, group));
        if (!seen.add(name)) {
            throw error(key.getStartMark(), 0, "'" + name + "' is given twice");
        }
        try {
            experiment = field.set(experiment, value(field, tuple.getValueNode()));
        } catch (SpecException wrong) {
            String text = wrong.source();
            ScalarNode place = text == null ? null : places.get(text);
            throw place == null
                    ? error(tuple.getValueNode().getStartMark(), 0, wrong.problem())
                    : error(place.getStartMark(), column(place, wrong.offset()), wrong.problem());
        } catch (IllegalArgumentException wrong) {
            throw error(tuple.getValueNode().getStartMark(), 0, String.valueOf(wrong.getMessage()));
        }
    }

    private DescentException unknown(ScalarNode key, String group) {
        List<String> known = group.isEmpty()
                ? Stream.concat(
                                Fields.names().stream().filter(name -> !name.contains(".")),
                                GROUPS.keySet().stream().sorted())
                        .toList()
                : Fields.names().stream()
                        .filter(name -> name.startsWith(group + "."))
                        .map(name -> name.substring(group.length() + 1))
                        .toList();
        String where = group.isEmpty() ? "an experiment" : group;
        return error(
                key.getStartMark(),
                0,
                "%s has no field '%s'%s".formatted(where, key.getValue(), Nearest.hint(key.getValue(), known)));
    }

    private Value value(Field field, Node node) {
        return switch (node) {
            case ScalarNode scalar when field.plainText() -> Value.of(scalar.getValue());
            case ScalarNode scalar -> parse(scalar);
            case SequenceNode sequence ->
                Value.of(sequence.getValue().stream()
                        .map(element -> value(field, element))
                        .toList());
            case MappingNode mapping ->
                throw error(
                        mapping.getStartMark(),
                        0,
                        "%s expects a value, got a mapping: write components as name(key=value)"
                                .formatted(field.name()));
            case AnchorNode anchor -> value(field, anchor.getRealNode());
            default -> throw error(node.getStartMark(), 0, "a value cannot stand here");
        };
    }

    private Value parse(ScalarNode scalar) {
        String text = scalar.getValue();
        places.put(text, scalar);
        try {
            return Value.parse(text);
        } catch (SpecException wrong) {
            // In [a(1, 2)] YAML itself splits at the comma.
            boolean split = text.chars().filter(c -> c == '(').count()
                    != text.chars().filter(c -> c == ')').count();
            String advice = split ? " (inside [...] put components with commas in quotes)" : "";
            throw error(scalar.getStartMark(), column(scalar, wrong.offset()), wrong.problem() + advice);
        }
    }

    private String scalar(Node key) {
        if (key instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw error(key.getStartMark(), 0, "the name of a field is a plain word");
    }

    private static int column(ScalarNode scalar, int offset) {
        boolean quoted = scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
                || scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED;
        return offset + (quoted ? 1 : 0);
    }

    /** A failure at a place; YAML counts lines and columns from 0, people from 1. */
    private DescentException error(Optional<Mark> mark, int columns, String problem) {
        String place = mark.map(at -> ", line %d, column %d".formatted(at.getLine() + 1, at.getColumn() + 1 + columns))
                .orElse("");
        return new DescentException("%s%s: %s".formatted(source, place, problem));
    }
}
