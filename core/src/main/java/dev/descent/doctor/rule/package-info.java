/**
 * Rules that see symptoms in a recorded training: what flows in is a {@link dev.descent.trace.Recording}, what flows out are
 * {@link dev.descent.doctor.rule.Alarm}s. A symptom is no cause; the doctor finds that. To add a rule, write one file and one
 * line in {@link dev.descent.doctor.rule.Rules}, or offer it by ServiceLoader; its page in the docs follows from its class.
 */
@NullMarked
package dev.descent.doctor.rule;

import org.jspecify.annotations.NullMarked;
