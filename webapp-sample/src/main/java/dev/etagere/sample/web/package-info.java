/** The shop on the web: a JSON API and the administrator's pages. Nothing here knows of the cache but the lines that evict. */
package dev.etagere.sample.web;
