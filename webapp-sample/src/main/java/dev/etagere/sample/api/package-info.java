/** The shop's JSON API: resources whose annotations say what of them is cached, for whom, and until when. */
package dev.etagere.sample.api;
