package dev.theseus.app;

/** The program's entry point on a Java that is new enough; {@code dev.theseus.launch.Launcher} leads here. */
public final class Theseus {

    private Theseus() {}

    public static void main(String[] args) {
        System.out.println("Theseus " + String.join(" ", args));
    }
}
