package dev.etagere.sample.shop;

/**
 * A shelf of the shop.
 *
 * @param id its short name, as it stands in addresses
 * @param name for people
 * @param products how many products it has
 */
public record Category(String id, String name, long products) {
}
