package dev.theseus.app.demo;

import dev.theseus.jdbc.shop.Receipts;
import dev.theseus.jdbc.shop.ShopFigures;
import dev.theseus.jdbc.shop.Traffic;

/**
 * What a node of the shop answers, as a line of JSON.
 *
 * @param figures so far
 * @param receipts of its clients, in their text form; empty as long as they work
 */
record NodeAnswer(ShopFigures.Form figures, String receipts) {

    static NodeAnswer working(Traffic traffic) {
        return new NodeAnswer(ShopFigures.Form.of(traffic.allFigures()), "");
    }

    static NodeAnswer stopped(Traffic traffic) {
        return new NodeAnswer(
                ShopFigures.Form.of(traffic.allFigures()), traffic.receipts().text());
    }

    Receipts allReceipts() {
        return Receipts.parse(receipts);
    }
}
