package dev.theseus.jdbc.repository;

import java.util.List;

/** A repository can't be routed as it is; the message names each method concerned and what to do about it. */
public final class RepositoryRefused extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    RepositoryRefused(Class<?> repository, List<String> problems) {
        super("The repository " + repository.getName() + " can't be routed:\n  " + String.join("\n  ", problems));
    }
}
