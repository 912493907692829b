package dev.descent.audit.recover;

import org.jspecify.annotations.Nullable;

/** Recovers a program from its variables: forward pass, backward pass, updates. */
public final class Recovery {
    private Recovery() {}

    /** Null when not even a forward pass shows in the arrays. */
    public static @Nullable Program of(Book book) {
        ForwardSearch.Found found = new ForwardSearch(book).find();
        if (found == null) {
            return null;
        }
        Program program = new Program(book, found.forward(), found.start());
        new BackwardSearch(program).run();
        new UpdateSearch(program).run();
        return program;
    }
}
