package dev.etagere.sample.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What the shop earned.
 *
 * @param run how many reports have been made since the start, this one included
 * @param made when
 * @param tookMillis how long that took
 * @param stockValue what is on the shelves, in euros
 */
public record Report(int run, Instant made, long tookMillis, BigDecimal stockValue, List<Line> categories, List<Line> products) {

    /**
     * Sales under one heading.
     *
     * @param sold pieces
     * @param revenue in euros
     */
    public record Line(String name, long sold, BigDecimal revenue) {
    }
}
