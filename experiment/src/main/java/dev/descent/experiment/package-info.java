/**
 * Experiments as YAML files: what flows in is a file that people write, what flows out is an
 * {@link dev.descent.train.Experiment}, and back. The fields are those of {@link dev.descent.train.Fields}: a new field
 * there is readable and printable here without a change.
 */
@NullMarked
package dev.descent.experiment;

import org.jspecify.annotations.NullMarked;
