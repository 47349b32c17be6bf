/**
 * The shop itself: what it sells, to whom, and what it earned. Jakarta Persistence on H2; knows nothing of HTTP, and of the cache only the
 * tags that its entities name.
 */
package dev.etagere.sample.shop;
