/** The shop's servlets: the administrator's pages and the report. What is cached of them the rules say, in {@code etagere.yaml}. */
package dev.etagere.sample.web;
