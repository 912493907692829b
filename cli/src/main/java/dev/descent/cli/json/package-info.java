/**
 * What {@code --json} prints: one object a line, each with its {@code event}.
 *
 * <p>In: figures of the library. Out: text. Field names are a promise to scripts: add, never rename (docs/json.md).
 * Numbers that are NaN or infinite are {@code null}, as JSON has no word for them. A new line is one record here,
 * annotated with {@code @Json}; its adapter is generated at compile time.
 */
@NullMarked
package dev.descent.cli.json;

import org.jspecify.annotations.NullMarked;
