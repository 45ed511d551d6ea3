package dev.theseus.app.cli;

import picocli.CommandLine.Option;

/** The option of all commands whose result a script would want. */
final class JsonOption {

    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;
}
