package dev.theseus.app.bench;

/** A peer made of three pieces of work. */
record Timed(String name, Work preparation, Work work, Work proof) implements Contender {

    @Override
    public void prepare() throws Exception {
        preparation.perform();
    }

    @Override
    public void run() throws Exception {
        work.perform();
    }

    @Override
    public void check() throws Exception {
        proof.perform();
    }

    /** Anything. */
    @FunctionalInterface
    interface Work {
        void perform() throws Exception;
    }
}
