package dev.theseus.jdbc.shop;

import java.sql.SQLException;
import java.util.Random;

/** What clients do, and how often out of {@link #ALL}. */
enum Deed {
    PLACE_ORDER(400, OrderDeeds::place),
    ADVANCE_ORDER(380, OrderDeeds::advance),
    LOOK_AROUND(220, Visit::hit),
    ABANDON_ORDER(100, OrderDeeds::place),
    CANCEL_ORDER(80, OrderDeeds::cancel),
    RENUMBER_LINE(60, OrderDeeds::renumberLine),
    UPDATE_PROFILE(240, UserDeeds::updateProfile),
    ADD_ADDRESS(100, UserDeeds::addAddress),
    CORRECT_ADDRESS(100, UserDeeds::correctAddress),
    REMOVE_ADDRESS(50, UserDeeds::removeAddress),
    REGISTER(80, UserDeeds::register),
    CLOSE_ACCOUNT(4, UserDeeds::closeAccount),
    CHANGE_USER_KEY(16, UserDeeds::changeKey),
    SWAP_EMAILS(20, UserDeeds::swapEmails),
    CHANGE_PRICE(60, StockDeeds::changePrice),
    RENAME_PRODUCT(28, StockDeeds::renameProduct),
    STORE_DOCUMENT(40, StockDeeds::storeDocument),
    STORE_LARGE_DOCUMENT(1, StockDeeds::storeLargeDocument),
    ANNOTATE_DOCUMENT(11, StockDeeds::annotateDocument),
    REMOVE_DOCUMENT(10, StockDeeds::removeDocument);

    static final int ALL = sum();

    private final int weight;
    private final Work work;

    Deed(int weight, Work work) {
        this.weight = weight;
        this.work = work;
    }

    static Deed draw(Random random) {
        int left = random.nextInt(ALL);
        for (Deed deed : values()) {
            left -= deed.weight;
            if (left < 0) {
                return deed;
            }
        }
        throw new IllegalStateException("The weights do not add up to " + ALL);
    }

    private static int sum() {
        int sum = 0;
        for (Deed deed : values()) {
            sum += deed.weight;
        }
        return sum;
    }

    void perform(Visit visit) throws SQLException {
        work.on(visit);
    }

    /** Whether the client changes its mind after having written. */
    boolean isAbandoned() {
        return this == ABANDON_ORDER;
    }

    /** Statements inside one transaction. */
    private interface Work {
        void on(Visit visit) throws SQLException;
    }
}
