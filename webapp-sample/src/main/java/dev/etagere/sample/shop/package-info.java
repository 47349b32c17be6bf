/** The shop itself: what it sells, to whom, and what it earned. Plain JDBC; knows nothing of HTTP or of the cache. */
package dev.etagere.sample.shop;
