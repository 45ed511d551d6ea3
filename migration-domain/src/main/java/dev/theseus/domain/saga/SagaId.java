package dev.theseus.domain.saga;

import java.util.regex.Pattern;

/**
 * Names one saga, that is one run of a workflow. Choose it from the business (the number of a transfer), so that a
 * request that is repeated begins nothing twice.
 *
 * @param value 1 to 100 of letters, digits, full stops, underscores and hyphens, unique in the control database
 */
public record SagaId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public SagaId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A saga is named by 1 to 100 letters, digits, full stops, underscores and" + " hyphens; got \""
                            + value + "\"");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
