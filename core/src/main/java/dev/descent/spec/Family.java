package dev.descent.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The one list of a family of components (layers, losses, optimizers, …) from which they are read.
 *
 * @param <T> what the family makes
 */
public final class Family<T> {

    /**
     * One member of a family.
     *
     * @param name as written in a spec
     * @param read makes the component from its spec; its IllegalArgumentExceptions get the spec's place
     */
    public record Member<T>(String name, Function<Spec, ? extends T> read) {}

    private final String kind;
    private final Map<String, Member<T>> members = new LinkedHashMap<>();

    private Family(String kind) {
        this.kind = kind;
    }

    /** @param kind what a member is called in messages: {@code layer}, {@code optimizer} */
    public static <T> Family<T> of(String kind) {
        return new Family<>(kind);
    }

    /** Adds a member while the family is being built: {@code Family.<Layer>of("layer").add("dense", Dense::parse)}. */
    public Family<T> add(String name, Function<Spec, ? extends T> read) {
        if (members.put(name, new Member<>(name, read)) != null) {
            throw new IllegalArgumentException("the " + kind + " '" + name + "' is in its list twice");
        }
        return this;
    }

    /** The names in the order of the list. */
    public List<String> names() {
        return List.copyOf(members.keySet());
    }

    public T parse(String text) {
        return parse(Spec.parse(text));
    }

    /** @throws SpecException for an unknown name, naming the nearest, or for arguments the component refuses */
    public T parse(Spec spec) {
        Member<T> member = members.get(spec.name());
        if (member == null) {
            throw spec.error("there is no %s '%s'%s".formatted(kind, spec.name(), Nearest.hint(spec.name(), names())));
        }
        try {
            return member.read().apply(spec);
        } catch (SpecException placed) {
            throw placed;
        } catch (IllegalArgumentException refused) {
            throw spec.error(String.valueOf(refused.getMessage()));
        }
    }
}
