package dev.descent.data;

/** An array of texts, dates or complex numbers: right as a file, but nothing to compute with. */
public final class NotNumbersException extends DescentException {
    NotNumbersException(String message) {
        super(message);
    }
}
