package dev.theseus.domain.architecture;

/**
 * Where the modules are. The rules are stated over this, so that they can be tried on a planted tree as well as on the
 * real one.
 *
 * @param root the package above all modules
 */
public record Modules(String root) {

    public static final Modules THESEUS = new Modules("dev.theseus");

    String domain() {
        return root + ".domain..";
    }

    String jdbc() {
        return root + ".jdbc..";
    }

    String messaging() {
        return root + ".messaging..";
    }

    String app() {
        return root + ".app..";
    }

    /** The composition root: the one place outside the adapters that may name their technology. */
    String configuration() {
        return root + ".app.configuration..";
    }

    /** Where a service meets Theseus: it joins the service's own transactions and pools. */
    String embedding() {
        return root + ".app.embed..";
    }

    /** Small services that show how to embed it; they do what services do. */
    String examples() {
        return root + ".app.examples..";
    }

    String launch() {
        return root + ".launch..";
    }
}
