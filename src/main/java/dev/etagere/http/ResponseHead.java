package dev.etagere.http;

import java.time.Instant;

/**
 * Status and header fields of a response, and when its request was made and its answer came (RFC 9111 §4.2.3 calls them
 * {@code request_time} and {@code response_time}).
 */
public record ResponseHead(int status, Headers headers, Instant requestTime, Instant responseTime) {
}
